-- Each published figure beside the computed one, judged by the precision it was printed with. A
-- total that holds although a part of it does not is right by chance.
with

siffror as (

    select * from {{ ref('fct_publicerad_siffra') }}

),

beraknat as (

    select * from {{ ref('int_avstamning__beraknat') }}

),

-- A money figure without a stated basis is all money; other measures have no basis. A published
-- project stands under its decided name and a kind of partner under its printed one; the name
-- gives the code.
nycklar as (

    select
        *,
        case
            when varde_kod is null then ''
            when dimension in ('projekt', 'samverkanstyp') then {{ slug('varde_kod') }}
            else varde_kod
        end as snitt_kod,
        case
            when matt <> 'utbetalt_sek' then ''
            else coalesce(nullif(bas, ''), 'agare_och_part')
        end as snitt_bas
    from siffror

),

parade as (

    select
        nycklar.kommun_kod,
        nycklar.siffra_id,
        nycklar.ar,
        nycklar.publicerat_ar,
        nycklar.matt,
        nycklar.dimension,
        nycklar.varde_namn,
        nycklar.snitt_kod as varde_kod,
        nycklar.enhet,
        nycklar.precision,
        nycklar.avrundning,
        nullif(nycklar.bas, '') as bas,
        nycklar.snitt_bas,
        nycklar.omfattning,
        nycklar.dokument,
        nycklar.rad,
        cast(nycklar.varde as decimal(18, 2)) as publicerat,
        beraknat.beraknat,
        cast(beraknat.beraknat - nycklar.varde as decimal(18, 2)) as skillnad,
        coalesce(beraknat.anpassat, false) as anpassat,
        coalesce(beraknat.ungefarligt, false) as ungefarligt,
        coalesce(beraknat.skal, 0) as skal
    from nycklar
    left join beraknat
        on
            nycklar.kommun_kod = beraknat.kommun_kod
            and nycklar.ar = beraknat.ar
            and nycklar.matt = beraknat.matt
            and nycklar.dimension = beraknat.dimension
            and nycklar.snitt_kod = beraknat.varde_kod
            and nycklar.omfattning = beraknat.omfattning
            and nycklar.snitt_bas = beraknat.bas

),

-- Rounding moves a figure by half a step either way; cutting digits off only makes it smaller.
med_tolerans as (

    select
        *,
        cast(
            case
                when avrundning in ('avrundad', 'ca') then precision * 0.5
                when avrundning = 'trunkerad' then precision
                else 0
            end as decimal(18, 2)
        ) as tolerans
    from parade

),

bedomda as (

    select
        *,
        case
            when publicerat is null or beraknat is null then 'kan_ej_beraknas'
            when avrundning = 'trunkerad' and skillnad >= 0 and skillnad < tolerans then 'stammer'
            when avrundning <> 'trunkerad' and abs(skillnad) <= tolerans then 'stammer'
            else 'avviker'
        end as utfall
    from med_tolerans

),

-- The whole city's figure is divided by nämnd, fund, goal and role, a nämnd's own by all but the
-- first. Counts of projects add up over nämnder only; a document names some projects, not all.
delar_som_avviker as (

    select
        hela.kommun_kod,
        hela.siffra_id,
        count(*) as antal,
        {{ sammanfoga(
            "concat_ws('', del.varde_namn, ' (', " ~ svenskt_tal('del.publicerat') ~ ", ', beräknat ', "
            ~ svenskt_tal('del.beraknat') ~ ", ')')",
            ', ', 'del.dimension, del.siffra_id'
        ) }} as delar
    from bedomda as hela
    inner join bedomda as del
        on
            hela.kommun_kod = del.kommun_kod
            and hela.dokument = del.dokument
            and hela.ar = del.ar
            and hela.publicerat_ar = del.publicerat_ar
            and hela.omfattning = del.omfattning
            and hela.matt = del.matt
            and hela.snitt_bas = del.snitt_bas
    where
        hela.utfall = 'stammer'
        and del.utfall = 'avviker'
        and (
            (hela.dimension = 'staden' and del.dimension not in ('staden', 'projekt'))
            or (
                hela.dimension = 'namnd'
                and hela.varde_kod = hela.omfattning
                and del.dimension not in ('staden', 'namnd', 'projekt')
            )
        )
        and (hela.matt in ('utbetalt_sek', 'antal_samverkansparter') or del.dimension = 'namnd')
    group by hela.kommun_kod, hela.siffra_id

)

select
    bedomda.kommun_kod,
    bedomda.siffra_id,
    bedomda.ar,
    bedomda.publicerat_ar,
    bedomda.matt,
    bedomda.dimension,
    bedomda.varde_namn,
    bedomda.varde_kod,
    bedomda.enhet,
    bedomda.precision,
    bedomda.avrundning,
    bedomda.bas,
    bedomda.omfattning,
    bedomda.dokument,
    bedomda.rad,
    bedomda.publicerat,
    bedomda.beraknat,
    bedomda.skillnad,
    bedomda.anpassat,
    bedomda.ungefarligt,
    bedomda.skal,
    bedomda.tolerans,
    case
        when delar_som_avviker.siffra_id is not null then 'stammer_av_slump'
        else bedomda.utfall
    end as status,
    coalesce(delar_som_avviker.antal, 0) as antal_delar_avviker,
    delar_som_avviker.delar as delar_som_avviker
from bedomda
left join delar_som_avviker
    on
        bedomda.kommun_kod = delar_som_avviker.kommun_kod
        and bedomda.siffra_id = delar_som_avviker.siffra_id
