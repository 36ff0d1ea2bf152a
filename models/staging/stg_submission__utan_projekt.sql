with source as (
    select * from {{ source('raw', 'submission') }}
),

clean as (
    select
        fil_sha256,
        namnd_kod,
        namnd_text,
        ar,
        version,
        diarienummer,
        beslutsdatum
    from source
    where ar is not null and namnd_text is not null
),

-- A file with a row that was loaded or rejected speaks through its rows.
dedupe as (
    select *
    from clean
    where
        fil_sha256 not in (
            select fil_sha256 from {{ source('raw', 'submission_projekt') }}
            where utfall <> 'total'
        )
),

keys as (
    select
        *,
        {{ inlamning_nyckel('namnd_kod', 'namnd_text') }} as inlamning_nyckel
    from dedupe
),

final as (
    select
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
