with source as (
    select * from {{ source('raw', 'submission_handelse') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif(trim(typ), '') as typ,
        datum,
        datum_precision,
        nullif(trim(plats), '') as plats,
        antal,
        nullif(trim(beskrivning), '') as beskrivning
    from source
)

select * from final
