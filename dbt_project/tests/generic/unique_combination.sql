{#- One row per combination of the columns: the grain of the model. NULL counts as a value. -#}
{% test unique_combination(model, combination_of_columns) %}
{{ config(tags=['provas_vid_bygget']) }}
select
    {{ combination_of_columns | join(', ') }},
    count(*) as antal_rader
from {{ model }}
group by {{ combination_of_columns | join(', ') }}
having count(*) > 1
{% endtest %}
