with source as (
    select * from {{ source('raw', 'submission_natverk') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif(trim(natverk), '') as natverk,
        nullif(trim(roll), '') as medlemsroll,
        nullif(trim(medlem_sedan), '') as medlem_sedan
    from source
)

select * from final
