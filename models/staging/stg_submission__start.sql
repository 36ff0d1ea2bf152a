with source as (
    select * from {{ source('raw', 'submission') }}
),

final as (
    select
        kommun_kod,
        fil_sha256,
        namnd_kod,
        namnd_koder,
        ar,
        coalesce(version, 1) as version,
        diarienummer
    from source
)

select * from final
