-- Behind a nämnd's money stand whole rows: what the row counts for, once, and nothing of it left.
with

rader as (

    select
        kommun_kod,
        kallrad_id,
        sum(belopp_sek) as belopp_sek
    from {{ ref('brygga_harkomst') }}
    where rapport = 'rpt_utbetalt_per_namnd'
    group by kommun_kod, kallrad_id

),

underlag as (

    select
        kommun_kod,
        kallrad_id,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_harkomst__underlag') }}
    group by kommun_kod, kallrad_id

)

select
    coalesce(underlag.kommun_kod, rader.kommun_kod) as kommun_kod,
    underlag.kallrad_id,
    underlag.belopp_sek,
    rader.belopp_sek as harkomst_sek
from underlag
full outer join rader
    on underlag.kommun_kod = rader.kommun_kod and underlag.kallrad_id = rader.kallrad_id
where underlag.belopp_sek is distinct from rader.belopp_sek
