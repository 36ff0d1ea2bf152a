-- The amount is the booked one, the reported one or unknown, as belopp_kalla says.
select *
from {{ ref('fct_eu_medel') }}
where
    belopp_sek is distinct from case belopp_kalla
        when 'bokfort' then bokfort_sek
        when 'redovisat' then redovisat_sek
    end
    or (belopp_kalla <> 'saknas' and redovisat_sek is null and bokfort_sek is null)
