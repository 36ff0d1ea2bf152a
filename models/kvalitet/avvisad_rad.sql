with final as (
    select
        rad.kommun_kod,
        cast(fil.fil as string) as fil,
        cast(rad.fil_sha256 as string) as fil_sha256,
        cast(rad.blad as string) as blad,
        cast(rad.rad as bigint) as rad,
        cast(rad.kolumn as string) as kolumn,
        cast(rad.varde as string) as varde,
        cast(rad.regel as string) as regel,
        cast(rad.meddelande as string) as meddelande,
        cast(rad.radinnehall as string) as radinnehall
    from {{ ref('stg_raw__avvisad_rad') }} as rad
    inner join {{ ref('stg_raw__fil') }} as fil
        on rad.kommun_kod = fil.kommun_kod and rad.fil_sha256 = fil.fil_sha256
)

select * from final
