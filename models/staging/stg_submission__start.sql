with source as (
    select * from {{ source('raw', 'submission') }}
),

final as (
    select
        fil_sha256,
        namnd_kod,
        ar
    from source
)

select * from final
