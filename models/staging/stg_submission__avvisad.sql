with source as (
    select * from {{ source('raw', 'submission_projekt') }}
),

start as (
    select
        kommun_kod,
        fil_sha256,
        namnd_kod,
        ar
    from {{ source('raw', 'submission') }}
),

-- Rejected rows count where their nämnd and year can be told; kvalitet.avvisad_rad holds them all.
-- A row of another nämnd or year than its file's was held for that: it is still that submission's.
clean as (
    select
        source.kommun_kod,
        source.kallrad_id,
        source.fil_sha256,
        source.blad,
        source.rad,
        coalesce(start.namnd_kod, source.namnd_kod, source.namnd_koder) as namnd_koder,
        coalesce(start.ar, source.ar) as ar,
        coalesce(source.version, 1) as version,
        source.diarienummer
    from source
    left join start on source.kommun_kod = start.kommun_kod and source.fil_sha256 = start.fil_sha256
    where source.utfall = 'avvisad'
),

-- A row of several nämnder together is shown at each of them.
final as (
    select
        *,
        {{ delar_av_lista('namnd_koder') }} as namnd_kod
    from clean
    where
        namnd_koder is not null
        and ar is not null
)

select * from final
