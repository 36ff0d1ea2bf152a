with source as (
    select * from {{ source('raw', 'submission_indikator') }}
),

clean as (
    select
        kallrad_id,
        fil_sha256,
        blad,
        rad,
        coalesce(namnd_kod, {{ okand('namnd') }}) as namnd_kod,
        ar,
        coalesce(version, 1) as version,
        nullif(trim(projekt), '') as projekt,
        trim(indikator) as indikator,
        mal,
        utfall,
        per_datum,
        enhet
    from source
),

final as (
    select * from clean
)

select * from final
