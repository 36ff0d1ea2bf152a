with source as (
    select * from {{ source('raw', 'submission_handelse') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif({{ putsad('typ') }}, '') as typ,
        datum,
        datum_precision,
        nullif({{ putsad('plats') }}, '') as plats,
        antal,
        nullif({{ putsad('beskrivning') }}, '') as beskrivning
    from source
)

select * from final
