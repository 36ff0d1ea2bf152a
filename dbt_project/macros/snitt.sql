{#- Cuts of the paid money: how each row is laid in its parts, the same way for the figures that are
    compared with printed ones, for their grades and for their warnings. -#}

{#- The cuts that the reports declare, and two that only the reconciliation makes. -#}
{% macro snitten() -%}
    {{ return([
        {'snitt': 'roll', 'varde': 'roll', 'okand': 'okand', 'skal': 'roll_skal'},
        {'snitt': 'projekt', 'varde': 'projekt_kod', 'okand': 'OKANT', 'skal': 'projekt_skal'},
    ] + snittrapporter()) }}
{%- endmacro %}

{#- The names of the cuts that are in a report, as a list in SQL. -#}
{% macro rapporterade_snitt() -%}
    {%- for snitt in snittrapporter() -%} '{{ snitt.snitt }}'{{ ', ' if not loop.last }} {%- endfor -%}
{%- endmacro %}

{#- What a cut declares of itself, by the name in the column dimension. -#}
{% macro snittets(falt, annars) -%}
    case dimension
        {%- for snitt in snitten() if snitt[falt] %}
        when '{{ snitt.snitt }}' then {{ snitt[falt] }}
        {%- endfor %}
        else {{ annars }}
    end
{%- endmacro %}

{#- The part is nobody's own: what is in it belongs to some other part. -#}
{% macro ar_okand_del() -%}
    case dimension
        {%- for snitt in snitten() if snitt.okand %}
        when '{{ snitt.snitt }}' then coalesce(varde_kod = '{{ snitt.okand }}', false)
        {%- endfor %}
        else false
    end
{%- endmacro %}

{#- Rows with what is known of their fund: a report may be cut by it. -#}
{% macro med_fond(rader) -%}
    select
        rad.*,
        coalesce(fond.fond, 'Okänd fond') as fond,
        coalesce(fond.fondgrupp, 'Okänd') as fondgrupp,
        fond.finansiar,
        fond.programperiod
    from {{ rader }} as rad
    left join {{ ref('fond') }} as fond on rad.fond_kod = fond.fond_kod
{%- endmacro %}

{#- Rows once in each account: the whole city's ('staden') and their nämnd's own. -#}
{% macro per_omfattning(rader) -%}
    select
        *,
        'staden' as omfattning
    from {{ rader }}
    union all
    select
        *,
        namnd_kod as omfattning
    from {{ rader }}
{%- endmacro %}

{#- Rows once in each cut, with the code of the part that they lie in. -#}
{% macro per_snitt(rader) -%}
    select
        *,
        {{ snittets('varde', "''") }} as varde_kod
    from {{ rader }}
    cross join (
        values
        {%- for snitt in snitten() %}
        ('{{ snitt.snitt }}'){{ ',' if not loop.last }}
        {%- endfor %}
    ) as uppdelning (dimension)
{%- endmacro %}
