with source as (
    select * from {{ source('raw', 'submission_part') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif({{ putsad('projekt') }}, '') as projekt,
        nullif({{ putsad('part') }}, '') as part,
        nullif({{ putsad('land') }}, '') as land,
        land_kod,
        nullif({{ putsad('typ') }}, '') as typ
    from source
)

select * from final
