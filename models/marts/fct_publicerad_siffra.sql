with final as (
    select
        cast(siffra_id as varchar) as siffra_id,
        cast(ar as integer) as ar,
        cast(publicerat_ar as integer) as publicerat_ar,
        cast(matt as varchar) as matt,
        cast(dimension as varchar) as dimension,
        cast(varde_namn as varchar) as varde_namn,
        cast(varde_kod as varchar) as varde_kod,
        cast(varde as decimal(18, 2)) as varde,
        cast(enhet as varchar) as enhet,
        cast(precision as decimal(18, 2)) as precision,
        cast(avrundning as varchar) as avrundning,
        cast(bas as varchar) as bas,
        cast(omfattning as varchar) as omfattning,
        cast(dokument as varchar) as dokument,
        cast(rad as integer) as rad,
        cast(notering as varchar) as notering
    from {{ ref('publicerad_siffra') }}
)

select * from final
