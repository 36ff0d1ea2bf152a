-- Which project a code of the economy system means, to a nämnd and in a year: as
-- int_ledger__kodsvar, but asked also for the codes of every participation, booked or not.
with inlamnade_per_rad as (
    {{ ekonomikoder(['ar', 'namnd_kod', 'projekt_kod']) }}
),

inlamnade as (
    select distinct
        kommun_kod,
        ar,
        namnd_kod,
        projekt_kod,
        kod
    from inlamnade_per_rad
),

beslutade as (
    select distinct
        kod.kommun_kod,
        {{ kodnyckel(putsad('kod.projektkod')) }} as kod,
        coalesce(kod.fran_ar, 0) as fran_ar,
        coalesce(kod.till_ar, 9999) as till_ar,
        namn.ar,
        coalesce(identitet.projekt_kod, {{ okand('projekt') }}) as projekt_kod
    from {{ ref('projektkod') }} as kod
    inner join {{ ref('int_projekt__namn') }} as namn
        on kod.kommun_kod = namn.kommun_kod and kod.projekt = namn.projekt
    left join {{ ref('int_projekt__identitet') }} as identitet
        on
            namn.kommun_kod = identitet.kommun_kod
            and namn.namn_nyckel = identitet.namn_nyckel
            and not namn.ar_okant
),

deltaganden as (
    select distinct
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar
    from {{ ref('int_deltagande__rad') }}
    where projekt_kod <> {{ okand('projekt') }}
),

sokta as (
    select distinct
        kommun_kod,
        {{ kodnyckel('projektkod') }} as kod,
        ar,
        namnd_kod
    from {{ ref('int_ledger__bidragsrad') }}
    where projektkod is not null
    union distinct
    select
        deltaganden.kommun_kod,
        inlamnade.kod,
        deltaganden.ar,
        deltaganden.namnd_kod
    from deltaganden
    inner join inlamnade
        on
            deltaganden.kommun_kod = inlamnade.kommun_kod
            and deltaganden.projekt_kod = inlamnade.projekt_kod
    union distinct
    select
        deltaganden.kommun_kod,
        beslutade.kod,
        deltaganden.ar,
        deltaganden.namnd_kod
    from deltaganden
    inner join beslutade
        on
            deltaganden.kommun_kod = beslutade.kommun_kod
            and deltaganden.projekt_kod = beslutade.projekt_kod
            and deltaganden.ar = beslutade.ar
            and deltaganden.ar between beslutade.fran_ar and beslutade.till_ar
),

svar as (
    select
        sokta.kommun_kod,
        sokta.kod,
        sokta.ar,
        sokta.namnd_kod,
        1 as avstand,
        beslutade.projekt_kod
    from sokta
    inner join beslutade
        on
            sokta.kommun_kod = beslutade.kommun_kod
            and sokta.kod = beslutade.kod
            and sokta.ar = beslutade.ar
            and sokta.ar between beslutade.fran_ar and beslutade.till_ar
    union all
    select
        sokta.kommun_kod,
        sokta.kod,
        sokta.ar,
        sokta.namnd_kod,
        {{ kodens_avstand('sokta', 'inlamnade') }} as avstand,
        inlamnade.projekt_kod
    from sokta
    inner join inlamnade on sokta.kommun_kod = inlamnade.kommun_kod and sokta.kod = inlamnade.kod
),

narmaste as (
    select
        *,
        min(avstand) over (partition by kommun_kod, kod, ar, namnd_kod) as minsta_avstand
    from svar
),

mojliga as (
    select distinct
        kommun_kod,
        kod,
        ar,
        namnd_kod,
        projekt_kod
    from narmaste
    where avstand = minsta_avstand
),

final as (
    select
        kommun_kod,
        kod,
        ar,
        namnd_kod,
        projekt_kod,
        count(*) over (partition by kommun_kod, kod, ar, namnd_kod) as antal_projekt
    from mojliga
)

select * from final
