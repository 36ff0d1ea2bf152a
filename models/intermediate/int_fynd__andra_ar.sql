-- What a nämnd reported beside its own other years: last year's form with only the year changed,
-- and a project's amount that is a thousand times or a thousandth of another year's.
{% set vems = ['kommun_kod', 'namnd_kod', 'ar'] %}
{% set minst_att_jamfora = 10000 %}
{% set tkr_troligast_under = 10000 %}

with deltaganden as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        redovisat_sek,
        belopp_kalla,
        -- What the ledger has to the öre needs no doubt.
        coalesce(redovisat_sek = bokfort_sek, false) as ar_bokfort,
        coalesce(nullif(belopp_sek, 0), redovisat_sek) as kant_sek
    from {{ ref('int_deltagande__kalla') }}
    where projekt_kod <> {{ okand('projekt') }}
),

redovisade as (
    select
        *,
        count(*) over (partition by {{ vems | join(', ') }}) as namndens_antal
    from deltaganden
    where redovisat_sek > 0
),

-- The latest of the years before that has nearly all of the year's projects with the same amounts.
upprepade as (
    select
        en.kommun_kod,
        en.namnd_kod,
        en.ar,
        fore.ar as fore_ar,
        min(en.namndens_antal) as namndens_antal,
        count(*) as antal,
        cast(sum(en.redovisat_sek) as decimal(18, 2)) as belopp_sek,
        row_number() over (
            partition by en.kommun_kod, en.namnd_kod, en.ar order by fore.ar desc
        ) as plats
    from redovisade as en
    inner join redovisade as fore
        on
            {{ samma_kolumner('en', 'fore', ['projekt_kod', 'namnd_kod']) }}
            and en.ar > fore.ar
            and round(en.redovisat_sek) = round(fore.redovisat_sek)
    where not en.ar_bokfort
    group by en.kommun_kod, en.namnd_kod, en.ar, fore.ar
    having
        count(*) * 10 >= min(en.namndens_antal) * 8
        and count(case when {{ ar_udda_belopp('round(en.redovisat_sek)') }} then 1 end) >= 2
),

upprepade_underlag as (
    select
        upprepade.*,
        underlag.fil_sha256,
        underlag.blad,
        underlag.rad,
        underlag.vem
    from upprepade
    inner join {{ ref('int_inlamning__benamning') }} as underlag
        on
            {{ samma_kolumner('upprepade', 'underlag', ['namnd_kod', 'ar']) }}
            and underlag.gallande
            and underlag.slag = 'projekt'
    where upprepade.plats = 1
),

-- Each reported amount beside what the project got in each of the nämnd's other years.
jamforda as (
    select
        en.kommun_kod,
        en.projekt_kod,
        en.namnd_kod,
        en.ar,
        en.redovisat_sek,
        en.belopp_kalla,
        annan.ar as annat_ar,
        annan.kant_sek as annat_sek,
        en.redovisat_sek < annan.kant_sek as ar_mindre,
        least(en.redovisat_sek, annan.kant_sek) as minst_sek,
        greatest(en.redovisat_sek, annan.kant_sek)
        >= least(en.redovisat_sek, annan.kant_sek) * 500
        and greatest(en.redovisat_sek, annan.kant_sek)
        <= least(en.redovisat_sek, annan.kant_sek) * 2000
        and greatest(en.redovisat_sek, annan.kant_sek) >= {{ minst_att_jamfora }} as ar_tusen,
        greatest(en.redovisat_sek, annan.kant_sek)
        < least(en.redovisat_sek, annan.kant_sek) * 100 as ar_liknande
    from redovisade as en
    inner join deltaganden as annan
        on
            {{ samma_kolumner('en', 'annan', ['projekt_kod', 'namnd_kod']) }}
            and en.ar <> annan.ar
            and annan.kant_sek > 0
),

-- The years that agree outvote the one that does not; of one against one the smaller is told when
-- it looks like thousands, else the larger. Of the years against it the nearest is named.
vagda as (
    select
        *,
        sum(case when ar_tusen then 1 else 0 end) over deltagandet as antal_emot,
        1 + sum(case when ar_liknande then 1 else 0 end) over deltagandet as antal_med,
        row_number() over (
            partition by kommun_kod, projekt_kod, namnd_kod, ar
            order by case when ar_tusen then 0 else 1 end, abs(ar - annat_ar), annat_ar
        ) as plats
    from jamforda
    window deltagandet as (partition by kommun_kod, projekt_kod, namnd_kod, ar)
),

avvikande as (
    select
        vagda.*,
        rad.fil_sha256,
        rad.blad,
        rad.rad,
        rad.projekt,
        case when vagda.ar_mindre then 'ungefär en tusendel av' else 'ungefär tusen gånger' end
            as hur,
        row_number() over (
            partition by vagda.kommun_kod, vagda.projekt_kod, vagda.namnd_kod, vagda.ar
            order by
                rad.redovisat_sek desc nulls last,
                rad.fil_sha256 asc,
                rad.blad asc,
                rad.rad asc
        ) as radens_plats
    from vagda
    inner join {{ ref('int_deltagande__rad') }} as rad
        on {{ samma_deltagande('vagda', 'rad') }}
    where
        vagda.plats = 1
        and vagda.ar_tusen
        and vagda.belopp_kalla = 'redovisat'
        and (
            vagda.antal_emot > vagda.antal_med
            or (
                vagda.antal_emot = vagda.antal_med
                and vagda.ar_mindre = (vagda.minst_sek < {{ tkr_troligast_under }})
            )
        )
),

final as (
    {{ fynd_av_regler([
        {
            'id': 'UNDERLAG_SOM_TIDIGARE_AR',
            'av': 'upprepade_underlag',
            'ord': {
                'vem': 'vem',
                'annat_ar': 'cast(fore_ar as string)',
                'antal': 'cast(antal as string)',
                'alla': 'cast(namndens_antal as string)',
                'belopp': belopp_i_ord('belopp_sek'),
            },
        },
        {
            'id': 'BELOPP_STORLEK_ANNAT_AR',
            'av': 'avvikande',
            'nar': 'radens_plats = 1',
            'varde': belopp_i_ord('redovisat_sek'),
            'ord': {
                'projekt': 'projekt',
                'namnd': 'namnd_kod',
                'hur': 'hur',
                'annat_ar': 'cast(annat_ar as string)',
                'ar': 'cast(ar as string)',
                'belopp': belopp_i_ord('redovisat_sek'),
                'annat_belopp': belopp_i_ord('annat_sek'),
            },
        },
    ]) }}
)

select * from final
