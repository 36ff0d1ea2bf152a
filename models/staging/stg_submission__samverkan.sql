with source as (
    select * from {{ source('raw', 'submission_samverkan') }}
),

final as (
    select
        kallrad_id,
        fil_sha256,
        blad,
        rad,
        namnd_kod,
        ar,
        coalesce(version, 1) as version,
        trim(typ) as typ,
        antal
    from source
    where
        namnd_kod is not null
        and ar is not null
)

select * from final
