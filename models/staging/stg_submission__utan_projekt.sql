with source as (
    select * from {{ source('raw', 'submission') }}
),

clean as (
    select
        kommun_kod,
        fil_sha256,
        namnd_kod,
        namnd_text,
        ar,
        version,
        diarienummer,
        beslutsdatum
    from source
    where ar is not null and namnd_text is not null and namnd_koder is null
),

-- A file with a row that was loaded or rejected speaks through its rows.
med_rader as (
    select distinct
        kommun_kod,
        fil_sha256
    from {{ source('raw', 'submission_projekt') }}
    where utfall <> 'total'
),

dedupe as (
    select clean.*
    from clean
    left join med_rader
        on clean.kommun_kod = med_rader.kommun_kod and clean.fil_sha256 = med_rader.fil_sha256
    where med_rader.fil_sha256 is null
),

keys as (
    select
        *,
        {{ inlamning_nyckel('namnd_kod', 'namnd_text') }} as inlamning_nyckel
    from dedupe
),

final as (
    select
        kommun_kod,
        fil_sha256,
        inlamning_nyckel,
        coalesce(namnd_kod, {{ okand('namnd') }}) as namnd_kod,
        ar,
        version,
        diarienummer,
        beslutsdatum
    from keys
)

select * from final
