-- Every öre booked on an EU-grant account reaches the participations: what is unmapped goes to the
-- unknown member, never away.
with bokfort as (
    select
        ar,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_ledger__bidragsrad') }}
    group by ar
),

deltaganden as (
    select
        ar,
        sum(bokfort_sek) as belopp_sek
    from {{ ref('fct_deltagande') }}
    where bokfort_sek is not null
    group by ar
)

select
    coalesce(bokfort.ar, deltaganden.ar) as ar,
    bokfort.belopp_sek as bokfort_sek,
    deltaganden.belopp_sek as deltaganden_sek
from bokfort
full outer join deltaganden on bokfort.ar = deltaganden.ar
where coalesce(bokfort.belopp_sek, 0) <> coalesce(deltaganden.belopp_sek, 0)
