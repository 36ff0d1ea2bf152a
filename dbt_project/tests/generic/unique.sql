{#- A value stands in one row of its municipality, or of a national table. In place of dbt's own, which
    knows no municipality; proved as the table is built (macros/loften.sql). -#}
{% test unique(model, column_name) %}
{{ config(tags=['provas_vid_bygget']) }}
{%- set nyckel = (['kommun_kod'] if bar_kommun_kod(model) else []) + [column_name] %}
select
    {{ nyckel | join(', ') }},
    count(*) as antal_rader
from {{ model }}
where {{ column_name }} is not null
group by {{ nyckel | join(', ') }}
having count(*) > 1
{% endtest %}
