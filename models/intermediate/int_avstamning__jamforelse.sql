-- Each published figure beside the computed one, judged by the precision it was printed with.
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
        nycklar.omfattning,
        nycklar.dokument,
        nycklar.rad,
        cast(nycklar.varde as decimal(18, 2)) as publicerat,
        beraknat.beraknat,
        cast(beraknat.beraknat - nycklar.varde as decimal(18, 2)) as skillnad,
        coalesce(beraknat.anpassat, false) as anpassat,
        coalesce(beraknat.ungefarligt, false) as ungefarligt
    from nycklar
    left join beraknat
        on
            nycklar.ar = beraknat.ar
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

)

select
    *,
    case
        when publicerat is null or beraknat is null then 'kan_ej_beraknas'
        when avrundning = 'trunkerad' and skillnad >= 0 and skillnad < tolerans then 'stammer'
        when avrundning <> 'trunkerad' and abs(skillnad) <= tolerans then 'stammer'
        else 'avviker'
    end as status
from med_tolerans
