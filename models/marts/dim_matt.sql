-- The measures of the reports, from the semantic layer's own YAML (models/semantik): a measure a row.
{% set kolumner = [
    'matt', 'benamning', 'definition', 'enhet', 'tabell', 'uttryck', 'summeras_over',
    'summeras_inte_over', 'rapportkolumn'
] %}
with matten as (
    {% for matt in semantiska_matt() %}
    select
        {% for kolumn in kolumner %}
        cast({{ text_eller_null(matt[kolumn]) }} as string) as {{ kolumn }}{{ ',' if not loop.last }}
        {% endfor %}
    {{ 'union all' if not loop.last }}
    {% else %}
    select
        {% for kolumn in kolumner %}
        cast(null as string) as {{ kolumn }}{{ ',' if not loop.last }}
        {% endfor %}
    where false
    {% endfor %}
)

select * from matten
