-- The rows behind every money cell of the rpt_utbetalt_ tables, adding up to the cell to the öre.
with

delar as (

    select * from {{ ref('int_harkomst__del') }}

),

fonder as (

    select
        fond_kod,
        fondgrupp
    from {{ ref('dim_fond') }}

),

med_fondgrupp as (

    select
        delar.*,
        fonder.fondgrupp
    from delar
    inner join fonder on delar.fond_kod = fonder.fond_kod

),

per_namnd as (

    select
        'rpt_utbetalt_per_namnd' as rapport,
        {{ radnyckel(['ar', 'namnd_kod']) }} as radnyckel,
        roll,
        kallrad_id,
        sum(belopp_sek) as belopp_sek
    from delar
    group by ar, namnd_kod, roll, kallrad_id

),

per_fondgrupp as (

    select
        'rpt_utbetalt_per_fondgrupp' as rapport,
        {{ radnyckel(['ar', 'fondgrupp']) }} as radnyckel,
        roll,
        kallrad_id,
        sum(belopp_sek) as belopp_sek
    from med_fondgrupp
    group by ar, fondgrupp, roll, kallrad_id

),

per_kf_mal as (

    select
        'rpt_utbetalt_per_kf_mal' as rapport,
        {{ radnyckel(['ar', 'malperiod', 'nummer']) }} as radnyckel,
        roll,
        kallrad_id,
        sum(belopp_sek) as belopp_sek
    from delar
    group by ar, malperiod, nummer, roll, kallrad_id

),

rader as (

    select * from per_namnd
    union all
    select * from per_fondgrupp
    union all
    select * from per_kf_mal

),

-- An owner's money stands in two columns of a report: all money, and owners' money. A row belongs
-- to one participation and so to one role.
med_matt as (

    select
        *,
        'belopp_sek' as matt
    from rader
    union all
    select
        *,
        'belopp_agare_sek' as matt
    from rader
    where roll = 'agare'
    union all
    select
        *,
        'belopp_part_sek' as matt
    from rader
    where roll = 'part'
    union all
    select
        *,
        'belopp_annan_roll_sek' as matt
    from rader
    where roll = 'annan'
    union all
    select
        *,
        'belopp_okand_roll_sek' as matt
    from rader
    where roll = 'okand'

)

select
    rapport,
    radnyckel,
    matt,
    kallrad_id,
    cast(belopp_sek as decimal(18, 2)) as belopp_sek
from med_matt
