with source as (
    select * from {{ source('raw', 'submission_arende') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif({{ putsad('arendedel') }}, '') as arendedel_text,
        arendedel_kod as arendedel,
        datum_datum as datum,
        datum_precision,
        nullif({{ putsad('text') }}, '') as text
    from source
)

select * from final
