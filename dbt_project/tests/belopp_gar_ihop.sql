-- Every krona of every file is counted, no EU grant, replaced or held; what was read is added up
-- from the rows, what became of it from the vouchers.
select
    kommun_kod,
    fil,
    belopp_last_sek,
    belopp_raknas_sek,
    belopp_inget_bidrag_sek,
    belopp_ersatt_sek,
    belopp_avvisat_sek
from {{ ref('fil') }}
where
    belopp_last_sek
    <> belopp_raknas_sek
    + belopp_inget_bidrag_sek
    + belopp_ersatt_sek
    + coalesce(belopp_avvisat_sek, 0)
