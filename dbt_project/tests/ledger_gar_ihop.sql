-- Every öre booked on an EU-grant account reaches the participations: what is unmapped goes to the
-- unknown member, never away.
with bokfort as (
    select
        kommun_kod,
        ar,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_ledger__bidragsrad') }}
    group by kommun_kod, ar
),

deltaganden as (
    select
        kommun_kod,
        ar,
        sum(bokfort_sek) as belopp_sek
    from {{ ref('int_deltagande__matt') }}
    where bokfort_sek is not null
    group by kommun_kod, ar
)

select
    coalesce(bokfort.kommun_kod, deltaganden.kommun_kod) as kommun_kod,
    coalesce(bokfort.ar, deltaganden.ar) as ar,
    bokfort.belopp_sek as bokfort_sek,
    deltaganden.belopp_sek as deltaganden_sek
from bokfort
full outer join deltaganden
    on bokfort.kommun_kod = deltaganden.kommun_kod and bokfort.ar = deltaganden.ar
where coalesce(bokfort.belopp_sek, 0) <> coalesce(deltaganden.belopp_sek, 0)
