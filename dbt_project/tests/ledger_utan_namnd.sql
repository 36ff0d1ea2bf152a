-- Booked grants that no prefix of seeds/ansvar.csv gives a nämnd. They count, under the unknown
-- nämnd, and may count beside what the nämnd itself reported: a line in the seed settles it.
{{ config(severity='warn') }}
select
    kommun_kod,
    ansvar,
    ar,
    count(*) as antal_rader,
    sum(belopp_sek) as belopp_sek
from {{ ref('int_ledger__bidragsrad') }}
where namnd_kod = {{ okand('namnd') }}
group by kommun_kod, ansvar, ar
