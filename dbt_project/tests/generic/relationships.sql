{#- What a row points at is there, in its own municipality or in a national table. In place of dbt's own,
    which knows no municipality. -#}
{% test relationships(model, column_name, to, field) %}
select rad.{{ column_name }}
from {{ model }} as rad
left join {{ to }} as mal
    on
        rad.{{ column_name }} = mal.{{ field }}
        {%- if bar_kommun_kod(model) and bar_kommun_kod(to) %}
        and rad.kommun_kod = mal.kommun_kod
        {%- endif %}
where rad.{{ column_name }} is not null and mal.{{ field }} is null
{% endtest %}
