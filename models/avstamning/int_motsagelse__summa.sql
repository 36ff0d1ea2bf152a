-- The sums of printed divisions that may be a side of a contradiction. The same division in two
-- documents of a year is one.
with publicerade as (
    select
        *,
        row_number() over (
            partition by kommun_kod, ar, publicerat_ar, omfattning, matt, bas, dimension, summa
            order by dokument
        ) as gang
    from {{ ref('int_avstamning__publicerad_summa') }}
    where summa is not null
),

matt as (
    select * from {{ ref('matt') }}
),

-- What the marts make of all of a division. By role that is what each role's own measure counts.
beraknade as (
    select
        beraknat.kommun_kod,
        beraknat.ar,
        beraknat.dimension,
        beraknat.omfattning,
        beraknat.bas,
        beraknat.beraknat,
        case
            when beraknat.dimension = 'roll' then coalesce(matt.del_av, beraknat.matt)
            else beraknat.matt
        end as matt
    from {{ ref('int_avstamning__beraknat') }} as beraknat
    inner join matt on beraknat.matt = matt.matt
    where
        beraknat.dimension <> 'roll'
        or matt.summeras
        or beraknat.varde_kod = matt.roll
),

beraknade_summor as (
    select
        kommun_kod,
        ar,
        dimension,
        omfattning,
        bas,
        matt,
        cast(sum(beraknat) as decimal(18, 2)) as beraknat
    from beraknade
    group by kommun_kod, ar, dimension, omfattning, bas, matt
)

select
    publicerade.kommun_kod,
    {{ nyckel([
        'publicerade.kommun_kod', "'summa'", 'publicerade.dokument', 'publicerade.ar',
        'publicerade.publicerat_ar', 'publicerade.omfattning', 'publicerade.matt',
        'publicerade.bas', 'publicerade.dimension'
    ]) }} as tal_id,
    concat_ws(
        '|', 'summa', publicerade.dokument, cast(publicerade.ar as string),
        cast(publicerade.publicerat_ar as string), publicerade.matt, publicerade.bas,
        publicerade.omfattning, publicerade.dimension
    ) as sammanhang,
    publicerade.dokument,
    publicerade.ar,
    publicerade.publicerat_ar,
    publicerade.omfattning,
    publicerade.matt,
    matt.slag,
    matt.summeras,
    publicerade.bas,
    publicerade.dimension,
    publicerade.uppdelning,
    publicerade.antal_delar,
    publicerade.summa as varde,
    publicerade.lagst,
    publicerade.hogst,
    publicerade.ar_avkortad,
    beraknade_summor.beraknat,
    concat_ws(
        '',
        matt.benamning, ' ', publicerade.uppdelning, ', summerat', {{ sidans_plats('publicerade') }}
    ) as text
from publicerade
inner join matt on publicerade.matt = matt.matt
left join beraknade_summor
    on {{ samma_kolumner(
        'publicerade', 'beraknade_summor', ['ar', 'dimension', 'omfattning', 'bas', 'matt']
    ) }}
where publicerade.gang = 1
