-- How much of each source row lies under each fund and goal of its participation. Both ways exact:
-- a row's parts add up to the row, and a cell's parts add up to the cell.
with

celler as (

    select
        medel.kommun_kod,
        medel.projekt_kod,
        medel.namnd_kod,
        medel.ar,
        medel.fond_kod,
        medel.malperiod,
        medel.nummer,
        deltaganden.roll,
        medel.belopp_sek as cell_sek
    from {{ ref('int_eu_medel') }} as medel
    inner join {{ ref('int_deltagande') }} as deltaganden
        on {{ samma_deltagande('medel', 'deltaganden') }}
    where medel.belopp_sek is not null

),

underlag as (

    select * from {{ ref('int_harkomst__underlag') }}

),

-- Every row is split the way its participation was split.
parade as (

    select
        celler.*,
        underlag.kallrad_id,
        underlag.belopp_sek,
        abs(celler.cell_sek) as vikt
    from celler
    inner join underlag
        on
            {{ samma_deltagande('celler', 'underlag') }}
            and celler.fond_kod = coalesce(underlag.fond_kod, celler.fond_kod)

),

delade as (

    select * from (
        {{ fordela(
            'parade',
            belopp=['belopp_sek'],
            vikt='vikt',
            grupp=['kommun_kod', 'kallrad_id', 'projekt_kod', 'namnd_kod', 'ar'],
            ordning=['fond_kod', 'nummer nulls last', 'malperiod nulls last']
        ) | indent(8) }}
    ) as fordelade

),

-- Rows split one by one leave a cell some öre off. Its largest row carries them; over all cells of
-- a participation they cancel out, so that row stays whole too.
avstamda as (

    select
        *,
        cell_sek - sum(belopp_sek_del) over (
            partition by kommun_kod, projekt_kod, namnd_kod, ar, fond_kod, malperiod, nummer
        ) as rest_sek,
        row_number() over (
            partition by kommun_kod, projekt_kod, namnd_kod, ar, fond_kod, malperiod, nummer
            order by abs(belopp_sek) desc, kallrad_id
        ) as storlek_plats
    from delade

)

select
    kommun_kod,
    kallrad_id,
    projekt_kod,
    namnd_kod,
    ar,
    fond_kod,
    malperiod,
    nummer,
    roll,
    cast(
        belopp_sek_del + case when storlek_plats = 1 then rest_sek else 0 end
        as decimal(18, 2)
    ) as belopp_sek
from avstamda
