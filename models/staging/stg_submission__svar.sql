with source as (
    select * from {{ source('raw', 'submission_svar') }}
),

final as (
    select
        {{ radens_plats() }},
        fraga_nr,
        nullif({{ putsad('fraga') }}, '') as fraga,
        nullif({{ putsad('svar') }}, '') as svar
    from source
)

select * from final
