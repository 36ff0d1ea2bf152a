with source as (
    select * from {{ source('raw', 'submission_natverk') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif({{ putsad('natverk') }}, '') as natverk,
        nullif({{ putsad('roll') }}, '') as medlemsroll,
        nullif({{ putsad('medlem_sedan') }}, '') as medlem_sedan
    from source
)

select * from final
