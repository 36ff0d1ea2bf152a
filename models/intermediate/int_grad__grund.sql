-- What the figures of each slice rest on, as the bits of macros/grad.sql: those of the rows that
-- are in it, and what is known of the slice itself. A slice of nobody's own rests on all its year's
-- rows being somewhere else. Whether a printed figure disagrees, int_grad__snitt adds. A column a
-- measure: which rows it is of, what they rest on, and what the slice adds.
{% set roll_tillagg = 'namnlos_skal | utan_roll_skal' %}
{% set antal = [
    ('antal_projekt', 'ar_raknad', 'projekt_skal', 'namnlos_skal'),
    ('antal_deltaganden', 'ar_raknad', 'projekt_skal', 'namnlos_skal'),
    ('antal_sakra_eu_projekt', 'ar_raknad', 'projekt_skal | fond_skal', 'namnlos_skal'),
    ('antal_okand_fond_projekt', 'ar_raknad', 'projekt_skal | fond_skal', 'namnlos_skal'),
    ('antal_agare', "ar_raknad and roll = 'agare'", 'projekt_skal | roll_skal', roll_tillagg),
    ('antal_part', "ar_raknad and roll = 'part'", 'projekt_skal | roll_skal', roll_tillagg),
    ('antal_projekt_utbetalt', 'ar_raknad', 'projekt_skal | belopp_skal', 'namnlos_skal'),
    ('antal_namnder', 'redovisad', 'namnd_skal', '0'),
] %}
{% set budgetar = [
    ('min_budget_sek', 'ar_raknad', 'budget_skal', 'namnlos_skal'),
    ('max_budget_sek', 'ar_raknad', 'budget_skal', 'namnlos_skal'),
    ('projektbudget_sek', 'ar_raknad', 'budget_skal', 'namnlos_skal'),
    ('agarbudget_sek', "ar_raknad and roll = 'agare'", 'budget_skal | roll_skal', roll_tillagg),
] %}

with rader as (
    select
        medel.kommun_kod,
        medel.ar,
        medel.namnd_kod,
        medel.projekt_kod,
        medel.fond_kod,
        medel.malperiod,
        medel.nummer,
        medel.belopp_sek,
        medel.formedlat_sek,
        deltagande.roll,
        deltagande.redovisad,
        deltagande.budget_sek,
        {{ ar_raknad('deltagande') }} as ar_raknad,
        deltagande.redovisad and medel.projekt_kod = {{ okand('projekt') }} as ar_namnlos,
        deltagande.redovisad or medel.belopp_sek is not null as ar_med,
        deltagande.redovisad and (deltagande.roll = 'okand' and medel.belopp_sek is distinct from 0)
            as ar_utan_roll,
        grad.belopp_skal,
        grad.formedlat_skal,
        grad.budget_skal,
        {{ grad_om('anpassad', 'grad.projekt_anpassat') }} as projekt_skal,
        {{ grad_om('anpassad', 'grad.namnd_anpassad') }} as namnd_skal,
        {{ grad_om('anpassad', 'grad.roll_anpassad') }} as roll_skal,
        {{ grad_om('anpassad', 'grad.fond_anpassad') }} as fond_skal,
        {{ grad_om('anpassad', 'grad.mal_anpassat') }} as mal_skal,
        {{ grad_om('avrundad', 'grad.fonder_delade') }} as fond_delning,
        {{ grad_om('avrundad', 'grad.mal_lika_delade') }}
        | {{ grad_om('anpassad', 'grad.andel_anpassad') }} as mal_delning
    from {{ ref('int_eu_medel') }} as medel
    inner join {{ ref('int_deltagande') }} as deltagande
        on {{ samma_deltagande('medel', 'deltagande') }}
    inner join {{ ref('int_grad__deltagande') }} as grad
        on {{ samma_deltagande('medel', 'grad') }}
),

med_fond as (
    {{ med_fond('rader') }}
),

med_omfattning as (
    {{ per_omfattning('med_fond') }}
),

delade as (
    {{ per_snitt('med_omfattning') }}
),

-- snitt_skal: what it takes for a row to be in this part of the cut and not in another.
med_dimension as (
    select
        *,
        {{ snittets('skal', '0') }} as snitt_skal,
        {{ snittets('delning', '0') }} as delning_skal,
        {{ ar_okand_del() }} as ar_okant
    from delade
),

-- A row that lies on nobody's part of a cut belongs to some other part of it.
uppdelningar as (
    select
        kommun_kod,
        ar,
        omfattning,
        dimension,
        bool_or(ar_okant and ar_med and belopp_sek is distinct from 0) as pengar_okanda,
        bool_or(ar_okant and redovisad) as antal_okanda
    from med_dimension
    group by kommun_kod, ar, omfattning, dimension
),

luckor as (
    select
        kommun_kod,
        ar,
        'staden' as omfattning,
        '' as namnd_kod
    from {{ ref('int_grad__lucka') }}
    union distinct
    select
        kommun_kod,
        ar,
        namnd_kod as omfattning,
        '' as namnd_kod
    from {{ ref('int_grad__lucka') }}
    union distinct
    select
        kommun_kod,
        ar,
        'staden' as omfattning,
        namnd_kod
    from {{ ref('int_grad__lucka') }}
),

snitt as (
    select
        kommun_kod,
        ar,
        omfattning,
        dimension,
        varde_kod,
        bool_or(ar_namnlos) as nagon_namnlos,
        bool_or(ar_utan_roll) as nagon_utan_roll,
        coalesce(bit_or(belopp_skal | snitt_skal | delning_skal), 0)
        | {{ grad_om('delvis', 'count(belopp_sek) = 0') }} as belopp_sek,
        coalesce(bit_or(belopp_skal | snitt_skal | delning_skal | roll_skal), 0)
        | {{ grad_om('delvis', 'count(belopp_sek) = 0') }} as belopp_agda_projekt_sek,
        coalesce(bit_or(belopp_skal | formedlat_skal | snitt_skal | delning_skal), 0)
        | {{ grad_om('delvis', 'count(formedlat_sek) = 0') }} as formedlat_sek,
        coalesce(bit_or(belopp_skal | formedlat_skal | snitt_skal | delning_skal), 0)
        | {{ grad_om('delvis', 'count(belopp_sek) = 0') }} as netto_sek,
        {% for roll, kolumn in roll_matt() %}
        {% set villkor = "where roll = '" ~ roll ~ "'" %}
        {{ grad_om('delvis', 'count(belopp_sek) filter (' ~ villkor ~ ') = 0') }}
        | coalesce(
            bit_or(belopp_skal | snitt_skal | delning_skal | roll_skal) filter ({{ villkor }}),
            bit_or(snitt_skal | roll_skal)
        ) as {{ kolumn }},
        {% endfor %}
        {% for namn, villkor, skal, _ in antal %}
        coalesce(
            bit_or(snitt_skal | {{ skal }}) filter (where {{ villkor }}),
            bit_or(snitt_skal | {{ skal }})
        ) as {{ namn }},
        {% endfor %}
        {% for namn, villkor, skal, _ in budgetar %}
        coalesce(
            bit_or(snitt_skal | {{ skal }}) filter (where {{ villkor }}), {{ grad_bit('delvis') }}
        ) as {{ namn }},
        {% endfor %}
        max(case when dimension = 'namnd' then namnd_kod else '' end) as lucka_namnd_kod
    from med_dimension
    group by kommun_kod, ar, omfattning, dimension, varde_kod
),

-- One nämnd's part has a gap only where that nämnd has.
med_luckor as (
    select
        snitt.*,
        {{ grad_om('delvis', 'luckor.ar is not null') }} as lucka_skal,
        {{ grad_om('delvis', 'uppdelningar.pengar_okanda') }} as pengar_okanda_skal,
        {{ grad_om('delvis', 'uppdelningar.antal_okanda') }} as antal_okanda_skal,
        {{ grad_om('delvis', 'snitt.nagon_utan_roll') }} as utan_roll_skal,
        {{ grad_om('delvis', 'snitt.nagon_namnlos') }} as namnlos_skal
    from snitt
    inner join uppdelningar
        on {{ samma_kolumner('snitt', 'uppdelningar', ['ar', 'omfattning', 'dimension']) }}
    left join luckor
        on
            {{ samma_kolumner('snitt', 'luckor', ['ar', 'omfattning']) }}
            and case when snitt.omfattning = 'staden' then snitt.lucka_namnd_kod else '' end
            = luckor.namnd_kod
),

final as (
    select
        kommun_kod,
        ar,
        omfattning,
        dimension,
        varde_kod,
        {% for namn in ['formedlat_sek', 'netto_sek'] %}
        cast({{ namn }} | lucka_skal | pengar_okanda_skal as integer) as {{ namn }},
        {% endfor %}
        {% for namn in roll_matt() | map('last') | list + ['belopp_agda_projekt_sek'] %}
        cast(
            {{ namn }} | lucka_skal | pengar_okanda_skal | utan_roll_skal as integer
        ) as {{ namn }},
        {% endfor %}
        {% for namn, _, _, tillagg in antal + budgetar %}
        cast({{ namn }} | lucka_skal | antal_okanda_skal | {{ tillagg }} as integer) as {{ namn }},
        {% endfor %}
        cast(belopp_sek | lucka_skal | pengar_okanda_skal as integer) as belopp_sek
    from med_luckor
)

select * from final
