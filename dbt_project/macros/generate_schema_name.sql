{#- The schema is the layer's name as it stands in dbt_project.yml, without the target's prefix:
    readers are promised `mart` and `kvalitet`. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
