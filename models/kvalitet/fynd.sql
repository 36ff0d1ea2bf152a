with final as (
    select
        cast(fil.fil as string) as fil,
        cast(fynd.fil_sha256 as string) as fil_sha256,
        cast(fynd.blad as string) as blad,
        cast(fynd.rad as bigint) as rad,
        cast(fynd.kolumn as string) as kolumn,
        cast(fynd.regel as string) as regel,
        cast(fynd.allvar as string) as allvar,
        cast(fynd.varde as string) as varde,
        cast(fynd.meddelande as string) as meddelande
    from {{ ref('stg_raw__fynd') }} as fynd
    inner join {{ ref('stg_raw__fil') }} as fil on fynd.fil_sha256 = fil.fil_sha256
)

select * from final
