with source as (
    select * from {{ source('raw', 'submission_samverkan') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif({{ putsad('typ') }}, '') as typ,
        antal
    from source
)

select * from final
