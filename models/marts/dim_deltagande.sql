-- What is said of a participation as a whole, for the rows of fct_eu_medel. It has no amount, no
-- year and no key to anything else, so that it is joined by deltagande_key or not at all.
select
    kommun_kod,
    deltagande_key,
    tackning,
    eu_andel,
    egen_kontant_andel,
    egen_tid_andel,
    har_ekonomikod,
    andra_namnd_koder,
    antal_kf_mal,
    ar_eu,
    arvt_ar
from {{ ref('int_deltagande__matt') }}
