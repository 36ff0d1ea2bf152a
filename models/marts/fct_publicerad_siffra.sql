with final as (
    select
        kommun_kod,
        cast(siffra_id as string) as siffra_id,
        cast(ar as integer) as ar,
        cast(publicerat_ar as integer) as publicerat_ar,
        cast(matt as string) as matt,
        cast(dimension as string) as dimension,
        cast(varde_namn as string) as varde_namn,
        cast(varde_kod as string) as varde_kod,
        cast(varde as decimal(18, 2)) as varde,
        cast(enhet as string) as enhet,
        cast(precision as decimal(18, 2)) as precision,
        cast(uppgiven_precision as decimal(18, 2)) as uppgiven_precision,
        cast(avrundning as string) as avrundning,
        cast(bas as string) as bas,
        cast(omfattning as string) as omfattning,
        cast(dokument as string) as dokument,
        cast(rad as integer) as rad,
        cast(notering as string) as notering,
        cast(ordning as integer) as ordning
    from {{ ref('publicerad_siffra') }}
)

select * from final
