{#- Every known money cell of a report is the sum of the rows behind it, to the öre; an unknown cell
    has no rows, and no row stands behind a cell that is not there. -#}
{% test harkomst_ar_cellen(model) %}
{{ config(enabled=true) }}
with celler as (
    {% for kolumn in ['belopp_sek'] + roll_matt() | map('last') | list %}
    select
        kommun_kod,
        radnyckel,
        '{{ kolumn }}' as matt,
        {{ kolumn }} as cell_sek
    from {{ model }}
    where {{ kolumn }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

rader as (
    {% for kolumn in ['belopp_sek'] + roll_matt() | map('last') | list %}
    select
        kommun_kod,
        radnyckel,
        '{{ kolumn }}' as matt,
        sum({{ kolumn }}) as rader_sek
    from {{ ref('brygga_harkomst') }}
    where rapport = '{{ model.identifier }}' and {{ kolumn }} is not null
    group by kommun_kod, radnyckel
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    celler.kommun_kod,
    celler.radnyckel,
    celler.matt,
    celler.cell_sek,
    rader.radnyckel as harkomst_radnyckel,
    rader.rader_sek
from celler
full outer join rader on {{ samma_kolumner('celler', 'rader', ['radnyckel', 'matt']) }}
where celler.cell_sek is distinct from rader.rader_sek
{% endtest %}
