-- The value of each side of each contradiction, as printed and as the marts compute it: one row per
-- contradiction and side. A side whose figures are not there has no value.
with

motsagelser as (

    select * from {{ ref('int_motsagelse__beskrivning') }}

),

definitioner as (

    select * from {{ ref('int_motsagelse__definition') }}

),

-- A figure printed in several places of a document is one figure.
siffror as (

    select
        'siffra' as kalla,
        ar,
        publicerat_ar,
        matt,
        dimension,
        coalesce(varde_kod, '') as varde_kod,
        omfattning,
        coalesce(bas, '') as bas,
        max(varde) as varde
    from {{ ref('fct_publicerad_siffra') }}
    group by
        ar, publicerat_ar, matt, dimension, coalesce(varde_kod, ''), omfattning, coalesce(bas, '')

),

summor as (

    select
        'summa' as kalla,
        ar,
        publicerat_ar,
        matt,
        dimension,
        '' as varde_kod,
        omfattning,
        bas,
        sum(summa) as varde
    from {{ ref('int_avstamning__publicerad_summa') }}
    group by ar, publicerat_ar, matt, dimension, omfattning, bas

),

tal as (

    select * from siffror
    union all
    select * from summor

),

beraknade_siffror as (

    select
        'siffra' as kalla,
        ar,
        matt,
        dimension,
        varde_kod,
        omfattning,
        bas,
        beraknat
    from {{ ref('int_avstamning__beraknat') }}

),

beraknade_summor as (

    select
        'summa' as kalla,
        ar,
        matt,
        dimension,
        '' as varde_kod,
        omfattning,
        bas,
        sum(beraknat) as beraknat
    from {{ ref('int_avstamning__beraknat') }}
    group by ar, matt, dimension, omfattning, bas

),

beraknade as (

    select * from beraknade_siffror
    union all
    select * from beraknade_summor

)

select
    motsagelser.id,
    motsagelser.ar,
    definitioner.sida,
    definitioner.omfattning,
    case when min(definitioner.matt) = 'utbetalt_sek' then 'belopp' else 'antal' end as slag,
    min(definitioner.beskrivning) as beskrivning,
    -- A sum of which a part is missing is unknown.
    cast(
        case when count(tal.varde) = count(*) then sum(tal.varde) end as decimal(18, 2)
    ) as varde,
    cast(
        case when count(beraknade.beraknat) = count(*) then sum(beraknade.beraknat) end
        as decimal(18, 2)
    ) as beraknat
from motsagelser
inner join definitioner on motsagelser.id = definitioner.id
left join tal
    on
        definitioner.kalla = tal.kalla
        and definitioner.matt = tal.matt
        and definitioner.dimension = tal.dimension
        and definitioner.varde_kod = tal.varde_kod
        and definitioner.omfattning = tal.omfattning
        and definitioner.bas = tal.bas
        and motsagelser.ar = tal.ar
        and motsagelser.ar + definitioner.ar_efter = tal.publicerat_ar
left join beraknade
    on
        definitioner.kalla = beraknade.kalla
        and definitioner.matt = beraknade.matt
        and definitioner.dimension = beraknade.dimension
        and definitioner.varde_kod = beraknade.varde_kod
        and definitioner.omfattning = beraknade.omfattning
        and definitioner.bas = beraknade.bas
        and motsagelser.ar = beraknade.ar
group by
    motsagelser.id, motsagelser.ar, definitioner.sida, definitioner.omfattning
