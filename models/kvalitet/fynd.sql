with final as (
    select
        cast(fil.fil as varchar) as fil,
        cast(fynd.fil_sha256 as varchar) as fil_sha256,
        cast(fynd.blad as varchar) as blad,
        cast(fynd.rad as bigint) as rad,
        cast(fynd.kolumn as varchar) as kolumn,
        cast(fynd.regel as varchar) as regel,
        cast(fynd.allvar as varchar) as allvar,
        cast(fynd.varde as varchar) as varde,
        cast(fynd.meddelande as varchar) as meddelande
    from {{ ref('stg_raw__fynd') }} as fynd
    inner join {{ ref('stg_raw__fil') }} as fil on fynd.fil_sha256 = fil.fil_sha256
)

select * from final
