with source as (
    select * from {{ source('raw', 'submission_indikator') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif({{ putsad('projekt') }}, '') as projekt,
        {{ putsad('indikator') }} as indikator,
        mal,
        utfall,
        per_datum,
        enhet
    from source
)

select * from final
