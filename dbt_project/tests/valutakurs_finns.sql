-- Money in another currency without a rate for its year would vanish from every sum. The rows say
-- which line to add to seeds/valutakurs.csv.
with gallande as (
    select rad.*
    from {{ ref('stg_submission__projekt') }} as rad
    inner join {{ ref('int_inlamning__projektrad') }} as projektrad
        on rad.kallrad_id = projektrad.kallrad_id
),

belopp as (
    select
        ar,
        utbetalt as belopp,
        utbetalt_valuta as valuta
    from gallande
    union all
    select
        ar,
        budget as belopp,
        budget_valuta as valuta
    from gallande
    union all
    select
        ar,
        stadens_budget as belopp,
        stadens_budget_valuta as valuta
    from gallande
    union all
    -- A booking is without kronor only when it has none of its own and its year has no rate.
    select
        ar,
        belopp_valuta as belopp,
        valuta
    from {{ ref('int_ledger__bidragsrad') }}
    where belopp_sek is null
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
