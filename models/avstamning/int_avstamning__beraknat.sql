-- Every figure the marts can answer, one value a row, named the way published figures are named.
-- bas is empty where a measure has no money basis. agare_och_part is all money of the slice: what
-- is published on that basis leaves out no role.
{% set matt = [
    ('utbetalt_sek', 'agare', 'belopp_agare_sek'),
    ('utbetalt_sek', 'agare_och_part', 'belopp_sek'),
    ('antal_projekt', '', 'antal_projekt'),
    ('antal_agare', '', 'antal_agare'),
    ('antal_part', '', 'antal_part'),
    ('antal_namnder', '', 'antal_namnder'),
    ('antal_projekt_utbetalt', '', 'antal_projekt_utbetalt'),
    ('min_budget_sek', '', 'min_budget_sek'),
    ('max_budget_sek', '', 'max_budget_sek'),
    ('agarbudget_sek', '', 'agarbudget_sek'),
    ('projektbudget_sek', '', 'max_budget_sek'),
] %}

with

snitt as (

    select * from {{ ref('int_avstamning__snitt') }}

),

samverkan as (

    select * from {{ ref('int_avstamning__samverkan') }}

),

rader as (

    {% for namn, bas, kolumn in matt %}
    select
        kommun_kod,
        ar,
        '{{ namn }}' as matt,
        dimension,
        varde_kod,
        omfattning,
        '{{ bas }}' as bas,
        cast({{ kolumn }} as decimal(18, 2)) as beraknat,
        ungefarligt,
        '{{ kolumn }}' as grad_matt
    from snitt
    union all
    {% endfor %}
    select
        kommun_kod,
        ar,
        'antal_samverkansparter' as matt,
        dimension,
        varde_kod,
        omfattning,
        '' as bas,
        cast(antal_parter as decimal(18, 2)) as beraknat,
        false as ungefarligt,
        '' as grad_matt
    from samverkan

)

select
    rader.kommun_kod,
    rader.ar,
    rader.matt,
    rader.dimension,
    rader.varde_kod,
    rader.omfattning,
    rader.bas,
    rader.beraknat,
    rader.ungefarligt,
    coalesce(grund.skal, 0) as skal,
    {{ har_grad('coalesce(grund.skal, 0)', 'anpassad') }} as anpassat
from rader
left join {{ ref('int_grad__matt') }} as grund
    on
        rader.kommun_kod = grund.kommun_kod
        and rader.ar = grund.ar
        and rader.omfattning = grund.omfattning
        and rader.dimension = grund.dimension
        and rader.varde_kod = grund.varde_kod
        and rader.grad_matt = grund.matt
