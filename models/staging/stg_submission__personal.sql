with source as (
    select * from {{ source('raw', 'submission_personal') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif({{ putsad('uppgift') }}, '') as uppgift,
        nullif({{ putsad('projekt') }}, '') as projekt,
        antal as antal_personer,
        heltidstjanster
    from source
)

select * from final
