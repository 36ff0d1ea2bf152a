with source as (
    select * from {{ source('raw', 'submission_svar') }}
),

final as (
    select
        {{ radens_plats() }},
        fraga_nr,
        nullif(trim(fraga), '') as fraga,
        nullif(trim(svar), '') as svar
    from source
)

select * from final
