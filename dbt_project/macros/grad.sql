{#- How sure a figure is. Facts are bits of one whole number, so that a sum's facts are all its
    parts' (bit_or) and its grade is the highest bit: the weakest part decides. The order is that of
    seeds/grad.csv. -#}

{% macro grader() -%} {{ return(['avrundad', 'delvis', 'anpassad', 'motsagd']) }} {%- endmacro %}

{% macro grad_bit(namn) -%} {{ 2 ** grader().index(namn) }} {%- endmacro %}

{#- The bit where a condition holds, else none. -#}
{% macro grad_om(namn, villkor) -%}
    case when {{ villkor }} then {{ grad_bit(namn) }} else 0 end
{%- endmacro %}

{#- The grade of all the facts together. -#}
{% macro grad(skal) -%}
    case
        when {{ skal }} is null then 'delvis'
        {%- for namn in grader() | reverse %}
        when {{ skal }} >= {{ grad_bit(namn) }} then '{{ namn }}'
        {%- endfor %}
        else 'exakt'
    end
{%- endmacro %}

{% macro har_grad(skal, namn) -%} ({{ skal }} & {{ grad_bit(namn) }}) > 0 {%- endmacro %}

{#- A list written as 'a;b' has an entry. -#}
{% macro har_falt(kolumn, falt) -%}
    coalesce(';' || {{ kolumn }} || ';' like '%;{{ falt }};%', false)
{%- endmacro %}

{#- The grades of a report's slices, a column each: one row per year and value of the dimension. -#}
{% macro snittets_grader(dimension, matt) -%}
    select
        kommun_kod,
        ar,
        varde_kod
        {%- for namn in matt %},
        max(case when matt = '{{ namn }}' then grad end) as {{ visat_matt(namn) }}_grad
        {%- endfor %}
    from {{ ref('int_grad__snitt') }}
    where dimension = '{{ dimension }}'
    group by kommun_kod, ar, varde_kod
{%- endmacro %}

{#- What nobody could grade is not exact. -#}
{% macro grad_kolumner(relation, matt) -%}
    {%- for namn in matt %}
    coalesce({{ relation }}.{{ visat_matt(namn) }}_grad, 'delvis') as {{ visat_matt(namn) }}_grad
        {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- The measures that are graded: columns of int_avstamning__snitt, and of the reports (visat_matt). -#}
{% macro grad_matt() -%}
    {{ return([
        'belopp_sek', 'belopp_agda_projekt_sek', 'belopp_agare_sek', 'belopp_part_sek',
        'belopp_annan_roll_sek', 'belopp_okand_roll_sek', 'formedlat_sek', 'netto_sek',
        'antal_projekt', 'antal_deltaganden',
        'antal_sakra_eu_projekt', 'antal_okand_fond_projekt', 'antal_agare', 'antal_part',
        'antal_projekt_utbetalt', 'antal_namnder', 'min_budget_sek', 'max_budget_sek',
        'projektbudget_sek', 'agarbudget_sek',
    ]) }}
{%- endmacro %}
