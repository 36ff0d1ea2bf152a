with source as (
    select * from {{ source('raw', 'submission_indikator') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif(trim(projekt), '') as projekt,
        trim(indikator) as indikator,
        mal,
        utfall,
        per_datum,
        enhet
    from source
)

select * from final
