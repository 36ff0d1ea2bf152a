-- Which projects the sources name for each project code that the ledger uses: what a person decided
-- (seeds/projektkod.csv), and what the nämnder wrote. Leading zeros, case and blanks make no other
-- code.
with skrivna as (
    select distinct
        kommun_kod,
        projektkod,
        ar,
        namnd_kod
    from {{ ref('int_ledger__bidragsrad') }}
    where projektkod is not null
),

sokta as (
    select
        kommun_kod,
        projektkod,
        ar,
        namnd_kod,
        {{ kodnyckel('projektkod') }} as kod
    from skrivna
),

inlamnade as (
    {{ ekonomikoder(
        ['fil_sha256', 'blad', 'rad', 'ar', 'namnd_kod', 'projekt_kod', 'projekt']
    ) }}
),

beslutade as (
    select
        kommun_kod,
        {{ kodnyckel(putsad('projektkod')) }} as kod,
        projekt,
        coalesce(fran_ar, 0) as fran_ar,
        coalesce(till_ar, 9999) as till_ar
    from {{ ref('projektkod') }}
),

svar as (
    select
        sokta.kommun_kod,
        sokta.projektkod,
        sokta.ar,
        sokta.namnd_kod,
        1 as avstand,
        coalesce(identitet.projekt_kod, {{ okand('projekt') }}) as projekt_kod,
        beslutade.projekt,
        cast(null as string) as fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        sokta.ar as svar_ar,
        cast(null as string) as svar_namnd_kod
    from sokta
    inner join beslutade
        on
            sokta.kommun_kod = beslutade.kommun_kod
            and sokta.kod = beslutade.kod
            and sokta.ar between beslutade.fran_ar and beslutade.till_ar
    inner join {{ ref('int_projekt__namn') }} as namn
        on
            beslutade.kommun_kod = namn.kommun_kod
            and beslutade.projekt = namn.projekt
            and sokta.ar = namn.ar
    left join {{ ref('int_projekt__identitet') }} as identitet
        on
            namn.kommun_kod = identitet.kommun_kod
            and namn.namn_nyckel = identitet.namn_nyckel
            and not namn.ar_okant
    union all
    select
        sokta.kommun_kod,
        sokta.projektkod,
        sokta.ar,
        sokta.namnd_kod,
        {{ kodens_avstand('sokta', 'inlamnade') }} as avstand,
        inlamnade.projekt_kod,
        inlamnade.projekt,
        inlamnade.fil_sha256,
        inlamnade.blad,
        inlamnade.rad,
        inlamnade.ar as svar_ar,
        inlamnade.namnd_kod as svar_namnd_kod
    from sokta
    inner join inlamnade on sokta.kommun_kod = inlamnade.kommun_kod and sokta.kod = inlamnade.kod
),

-- How near a source is: the decided one, then the nämnd's own that year, then anybody's that year,
-- then anybody's.
final as (
    select
        kommun_kod,
        projektkod,
        ar,
        namnd_kod,
        avstand,
        min(avstand) over (partition by kommun_kod, projektkod, ar, namnd_kod) as minsta_avstand,
        projekt_kod,
        projekt,
        fil_sha256,
        blad,
        rad,
        svar_ar,
        svar_namnd_kod
    from svar
)

select * from final
