-- Money in another currency without a rate for its year would vanish from every sum. The rows say
-- which line to add to seeds/valutakurs.csv.
with belopp as (
    select
        ar,
        utbetalt as belopp,
        upper(utbetalt_valuta) as valuta
    from {{ ref('stg_submission__projekt') }}
    union all
    select
        ar,
        budget as belopp,
        upper(budget_valuta) as valuta
    from {{ ref('stg_submission__projekt') }}
    union all
    select
        ar,
        stadens_budget as belopp,
        upper(stadens_budget_valuta) as valuta
    from {{ ref('stg_submission__projekt') }}
)

select
    belopp.valuta,
    belopp.ar,
    count(*) as antal_belopp,
    'seeds/valutakurs.csv' as lagg_till_i
from belopp
left join {{ ref('valutakurs') }} as kurs
    on belopp.valuta = upper(kurs.valuta) and belopp.ar = kurs.ar
where
    belopp.belopp is not null
    and belopp.valuta <> 'SEK'
    and kurs.sek_per_enhet is null
group by belopp.valuta, belopp.ar
