-- The marts cut every way the reports print figures: one row per slice, with every measure and the
-- evidence the rules need. omfattning is the whole city ('staden') or one nämnd's own account.
{% set del = 'kommun_kod, ar, omfattning, dimension, varde_kod' %}
{% set antal = [
    'antal_projekt', 'antal_agare', 'antal_part', 'antal_projekt_utbetalt', 'antal_utan_budget'
] %}
with rader as (
    select
        medel.kommun_kod,
        medel.ar,
        medel.namnd_kod,
        medel.projekt_kod,
        medel.fond_kod,
        medel.roll,
        medel.belopp_sek,
        medel.redovisad,
        medel.projekt_kod <> {{ okand('projekt') }} as ar_namngivet,
        deltaganden.belopp_sek as deltagande_belopp_sek,
        deltaganden.belopp_kalla,
        coalesce(deltaganden.redovisat_sek = deltaganden.bokfort_sek, false) as ar_bekraftat,
        deltaganden.budget_sek,
        deltaganden.antal_kf_mal,
        mal.malperiod,
        mal.nummer,
        coalesce(medel.anpassat, false) as anpassat,
        coalesce(medel.ungefarligt, false) as ungefarligt
    from {{ ref('fct_eu_medel') }} as medel
    inner join {{ ref('int_deltagande__matt') }} as deltaganden
        on {{ samma_deltagande('medel', 'deltaganden') }}
    inner join {{ ref('dim_kf_mal') }} as mal
        on medel.kommun_kod = mal.kommun_kod and medel.kf_mal_key = mal.kf_mal_key
),

med_fond as (
    {{ med_fond('rader') }}
),

med_omfattning as (
    {{ per_omfattning('med_fond') }}
),

-- Whether the account (city or nämnd) owns the project, decided before any further cut.
agda as (
    select
        *,
        bool_or(redovisad and roll = 'agare')
            over (partition by kommun_kod, ar, omfattning, projekt_kod) as ar_agd
    from med_omfattning
),

med_dimension as (
    {{ per_snitt('agda') }}
),

per_projekt as (
    select
        {{ del }},
        projekt_kod,
        bool_or(ar_agd) as ar_agd,
        bool_or(roll = 'part') as ar_part,
        bool_or(belopp_sek > 0) as ar_utbetalt,
        min(budget_sek) as min_budget_sek,
        max(budget_sek) as max_budget_sek
    from med_dimension
    where redovisad and ar_namngivet
    group by {{ del }}, projekt_kod
),

projektmatt as (
    select
        {{ del }},
        count(*) as antal_projekt,
        count(*) filter (where ar_agd) as antal_agare,
        count(*) filter (where ar_part and not ar_agd) as antal_part,
        count(*) filter (where ar_utbetalt) as antal_projekt_utbetalt,
        min(min_budget_sek) as min_budget_sek,
        max(max_budget_sek) as max_budget_sek,
        sum(max_budget_sek) filter (where ar_agd) as agarbudget_sek,
        count(*) filter (where max_budget_sek is null) as antal_utan_budget
    from per_projekt
    group by {{ del }}
),

per_deltagande as (
    select
        {{ del }},
        projekt_kod,
        namnd_kod,
        bool_or(ar_namngivet) as ar_namngivet,
        bool_or(redovisad) as redovisad,
        max(deltagande_belopp_sek) as deltagande_belopp_sek,
        sum(belopp_sek) as belopp_sek,
        sum(belopp_sek) filter (where roll = 'agare') as belopp_agare_sek,
        max(antal_kf_mal) as antal_kf_mal,
        max(belopp_kalla) as belopp_kalla,
        bool_and(ar_bekraftat) as ar_bekraftat,
        bool_or(anpassat) as anpassat,
        bool_or(ungefarligt) as ungefarligt
    from med_dimension
    group by {{ del }}, projekt_kod, namnd_kod
),

deltagandematt as (
    select
        {{ del }},
        sum(belopp_sek) as belopp_sek,
        sum(belopp_agare_sek) as belopp_agare_sek,
        sum(belopp_sek) filter (where not ar_namngivet) as belopp_okant_projekt_sek,
        count(*) filter (where redovisad and ar_namngivet) as antal_deltaganden,
        count(*) filter (where redovisad and not ar_namngivet) as antal_okant_projekt,
        count(*) filter (where redovisad and deltagande_belopp_sek is null) as antal_utan_belopp,
        count(*) filter (where redovisad and deltagande_belopp_sek = 0) as antal_nollbelopp,
        count(*) filter (where redovisad and antal_kf_mal > 1) as antal_flera_mal,
        count(*) filter (where belopp_kalla = 'bokfort') as antal_bokforda,
        count(*) filter (where belopp_kalla = 'redovisat') as antal_redovisade,
        count(*) filter (where deltagande_belopp_sek is not null and not ar_bekraftat)
            as antal_obekraftade,
        coalesce(bool_or(belopp_sek > 0), false) as nagot_plus,
        coalesce(bool_or(belopp_sek < 0), false) as nagot_minus,
        count(distinct namnd_kod) filter (where redovisad and namnd_kod <> {{ okand('namnd') }})
            as antal_namnder,
        bool_or(anpassat) as anpassat,
        bool_or(ungefarligt) as ungefarligt
    from per_deltagande
    group by {{ del }}
)

select
    deltagandematt.*,
    projektmatt.min_budget_sek,
    projektmatt.max_budget_sek,
    {% for namn in antal %}
    coalesce(projektmatt.{{ namn }}, 0) as {{ namn }},
    {% endfor %}
    projektmatt.agarbudget_sek
from deltagandematt
left join projektmatt on {{ samma_kolumner('deltagandematt', 'projektmatt', del.split(', ')) }}
