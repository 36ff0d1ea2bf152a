{#- The column names reports that declare rows of their own, and nothing else. -#}
{% test en_sparad_rapport(model, column_name) %}
{{ config(enabled=true) }}
select {{ column_name }}
from {{ model }}
where
    true
    {% for rapport in sparade_rapporter() %}
    and {{ column_name }} <> '{{ rapport.namn }}'
    {% endfor %}
{% endtest %}
