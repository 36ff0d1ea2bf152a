{#- Two models hold the same money: every column sums to the same, to the öre, per group. NULL
    (nothing known) and 0 (a known zero) are not the same sum. -#}
{% test sums_agree(model, compare_model, columns, group_by, compare_columns=none) %}
{{ config(enabled=true) }}
{%- set others = compare_columns or columns %}
with ena as (
    select
        {{ group_by | join(', ') }}
        {%- for column in columns %},
        sum({{ column }}) as ena_{{ loop.index }}
        {%- endfor %}
    from {{ model }}
    group by {{ group_by | join(', ') }}
),

andra as (
    select
        {{ group_by | join(', ') }}
        {%- for column in others %},
        sum({{ column }}) as andra_{{ loop.index }}
        {%- endfor %}
    from {{ compare_model }}
    group by {{ group_by | join(', ') }}
)

select *
from ena
full outer join andra using ({{ group_by | join(', ') }})
where
    {% for column in columns %}
    {{ 'or ' if not loop.first }}ena_{{ loop.index }} is distinct from andra_{{ loop.index }}
    {% endfor %}
{% endtest %}
