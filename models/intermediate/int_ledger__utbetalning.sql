-- Which project a booked row belongs to. The closest answer decides, and only if it is one answer:
-- what a person decided (seeds/projektkod.csv), then what the nämnd wrote that year, then what
-- anybody wrote that year, then what anybody ever wrote. Two answers are no answer.
with rader as (
    select
        *,
        upper(projektkod) as kod
    from {{ ref('int_ledger__bidragsrad') }}
),

inlamnade_per_rad as (
    select
        ar,
        namnd_kod,
        projekt_kod,
        {{ delar_av_lista('ekonomikod') }} as kod
    from {{ ref('int_deltagande__rad') }}
    where ekonomikod is not null
),

inlamnade as (
    select distinct
        ar,
        namnd_kod,
        projekt_kod,
        upper(trim(kod)) as kod
    from inlamnade_per_rad
    where projekt_kod <> {{ okand('projekt') }}
),

sokta as (
    select distinct
        kod,
        ar,
        namnd_kod
    from rader
    where kod is not null
),

svar as (
    select
        sokta.kod,
        sokta.ar,
        sokta.namnd_kod,
        1 as avstand,
        coalesce(identitet.projekt_kod, {{ okand('projekt') }}) as projekt_kod
    from sokta
    inner join {{ ref('projektkod') }} as kod
        on
            sokta.kod = upper(trim(kod.projektkod))
            and sokta.ar between coalesce(kod.fran_ar, 0) and coalesce(kod.till_ar, 9999)
    inner join {{ ref('int_projekt__namn') }} as namn
        on kod.projekt = namn.projekt and sokta.ar = namn.ar
    left join {{ ref('int_projekt__identitet') }} as identitet
        on namn.namn_nyckel = identitet.namn_nyckel and not namn.ar_okant
    union all
    select
        sokta.kod,
        sokta.ar,
        sokta.namnd_kod,
        case
            when sokta.ar = inlamnade.ar and sokta.namnd_kod = inlamnade.namnd_kod then 2
            when sokta.ar = inlamnade.ar then 3
            else 4
        end as avstand,
        inlamnade.projekt_kod
    from sokta
    inner join inlamnade on sokta.kod = inlamnade.kod
),

narmaste as (
    select
        *,
        min(avstand) over (partition by kod, ar, namnd_kod) as minsta_avstand
    from svar
),

entydiga as (
    select
        kod,
        ar,
        namnd_kod,
        min(projekt_kod) as projekt_kod
    from narmaste
    where avstand = minsta_avstand
    group by kod, ar, namnd_kod
    having count(distinct projekt_kod) = 1
),

final as (
    select
        rader.kallrad_id,
        rader.datum,
        rader.ar,
        rader.serie,
        rader.verifikation,
        rader.rad,
        rader.konto,
        rader.ansvar,
        rader.projektkod,
        coalesce(entydiga.projekt_kod, {{ okand('projekt') }}) as projekt_kod,
        rader.namnd_kod,
        rader.belopp_sek,
        rader.valuta,
        rader.belopp_valuta
    from rader
    left join entydiga
        on
            rader.kod = entydiga.kod
            and rader.ar = entydiga.ar
            and rader.namnd_kod = entydiga.namnd_kod
)

select * from final
