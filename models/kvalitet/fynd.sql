-- What the readers found in each file, and what the models found between files.
with funna as (
    select * from {{ ref('stg_raw__fynd') }}
    union all
    select * from {{ ref('int_fynd__modell') }}
),

final as (
    select
        funna.kommun_kod,
        cast(fil.fil as string) as fil,
        cast(funna.fil_sha256 as string) as fil_sha256,
        cast(funna.blad as string) as blad,
        cast(funna.rad as bigint) as rad,
        cast(funna.kolumn as string) as kolumn,
        cast(funna.regel as string) as regel,
        cast(funna.allvar as string) as allvar,
        cast(funna.varde as string) as varde,
        cast(funna.meddelande as string) as meddelande,
        cast(funna.raknas_inte as boolean) as raknas_inte
    from funna
    inner join {{ ref('stg_raw__fil') }} as fil
        on funna.kommun_kod = fil.kommun_kod and funna.fil_sha256 = fil.fil_sha256
)

select * from final
