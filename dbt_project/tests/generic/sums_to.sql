{#- The column adds up to exactly `total` in every group. -#}
{% test sums_to(model, column_name, group_by, total) %}
{{ config(enabled=true) }}
select
    {{ group_by | join(', ') }},
    sum({{ column_name }}) as summa
from {{ model }}
group by {{ group_by | join(', ') }}
having sum({{ column_name }}) is distinct from {{ total }}
{% endtest %}
