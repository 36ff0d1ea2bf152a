{#- One query for all columns that must hold a value; the failing rows name the column. -#}
{% test not_null_columns(model, columns) %}
{{ config(tags=['provas_vid_bygget']) }}
{% for column in columns %}
select
    '{{ column }}' as kolumn,
    count(*) as antal_rader
from {{ model }}
where {{ column }} is null
having count(*) > 0
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% endtest %}
