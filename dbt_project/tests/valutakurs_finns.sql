-- A guard: rows in a currency without a rate for their year are held when they are read, so none
-- can be here. One that is would vanish from every sum.
with gallande as (
    select rad.*
    from {{ ref('stg_submission__projekt') }} as rad
    inner join {{ ref('int_inlamning__projektrad') }} as projektrad
        on rad.kommun_kod = projektrad.kommun_kod and rad.kallrad_id = projektrad.kallrad_id
),

belopp as (
    {%- for falt in ['utbetalt', 'budget', 'stadens_budget'] %}
    select
        kommun_kod,
        fil_sha256,
        blad,
        rad,
        ar,
        {{ falt }} as belopp,
        {{ falt }}_valuta as valuta
    from gallande
    union all
    {%- endfor %}
    -- A booking is without kronor only when it has none of its own and its year has no rate.
    select
        bokford.kommun_kod,
        ord.fil_sha256,
        ord.blad,
        ord.fil_rad as rad,
        bokford.ar,
        bokford.belopp_valuta as belopp,
        bokford.valuta
    from {{ ref('int_ledger__bidragsrad') }} as bokford
    inner join {{ ref('int_ledger__kontorad') }} as ord
        on bokford.kommun_kod = ord.kommun_kod and bokford.kallrad_id = ord.kallrad_id
    where bokford.belopp_sek is null
)

select
    belopp.kommun_kod,
    fil.fil,
    belopp.blad,
    belopp.rad,
    belopp.valuta,
    belopp.ar
from belopp
inner join {{ ref('stg_raw__fil') }} as fil
    on belopp.kommun_kod = fil.kommun_kod and belopp.fil_sha256 = fil.fil_sha256
left join {{ ref('valutakurs') }} as kurs
    on belopp.valuta = upper(kurs.valuta) and belopp.ar = kurs.ar
where
    belopp.belopp is not null
    and belopp.valuta <> 'SEK'
    and kurs.sek_per_enhet is null
