-- The amount is what belopp_kalla says: booked, reported, counted elsewhere, a difference, unknown.
select *
from {{ ref('fct_eu_medel') }}
where
    belopp_sek is distinct from case belopp_kalla
        when 'bokfort' then bokfort_sek
        when 'redovisat' then redovisat_sek
        when 'annan_namnd' then 0
        when 'annat_ar' then 0
        when 'skillnad' then belopp_sek
    end
    or (
        belopp_kalla not in ('saknas', 'fordelat')
        and redovisat_sek is null
        and bokfort_sek is null
    )
    or (belopp_kalla = 'skillnad' and belopp_sek is null)
