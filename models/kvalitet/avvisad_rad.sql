with final as (
    select
        cast(fil.fil as varchar) as fil,
        cast(rad.fil_sha256 as varchar) as fil_sha256,
        cast(rad.blad as varchar) as blad,
        cast(rad.rad as bigint) as rad,
        cast(rad.kolumn as varchar) as kolumn,
        cast(rad.varde as varchar) as varde,
        cast(rad.regel as varchar) as regel,
        cast(rad.meddelande as varchar) as meddelande,
        cast(rad.radinnehall as varchar) as radinnehall
    from {{ ref('stg_raw__avvisad_rad') }} as rad
    inner join {{ ref('stg_raw__fil') }} as fil on rad.fil_sha256 = fil.fil_sha256
)

select * from final
