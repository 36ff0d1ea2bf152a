-- Behind a nämnd's money stand whole rows: what the row counts for, once, and nothing of it left.
with

rader as (

    select
        kallrad_id,
        sum(belopp_sek) as belopp_sek
    from {{ ref('brygga_harkomst') }}
    where
        rapport = 'rpt_utbetalt_per_namnd'
        and matt = 'belopp_sek'
    group by kallrad_id

),

underlag as (

    select
        kallrad_id,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_harkomst__underlag') }}
    group by kallrad_id

)

select
    underlag.kallrad_id,
    underlag.belopp_sek,
    rader.belopp_sek as harkomst_sek
from underlag
full outer join rader on underlag.kallrad_id = rader.kallrad_id
where underlag.belopp_sek is distinct from rader.belopp_sek
