{#- dbt-spark's session method binds an empty cell as the word None and every number as a float, and
    leaves a quote as it is: a seed's rows are written as literals instead. -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set typer = model['config'].get('column_types', {}) -%}
    {%- set satser = [] -%}
    {%- for rader in agate_table.rows | batch(500) -%}
        {%- set sats -%}
            insert into {{ this.render() }} values
            {%- for rad in rader %}
            (
                {%- for kolumn in agate_table.column_names -%}
                cast({{ som_literal(rad[kolumn]) }} as {{ typer[kolumn] }}){{ ', ' if not loop.last }}
                {%- endfor -%}
            ){{ ',' if not loop.last }}
            {%- endfor %}
        {%- endset -%}
        {%- do adapter.add_query(sats, abridge_sql_log=True) -%}
        {%- do satser.append(sats) -%}
    {%- endfor -%}
    {{ return(satser[0]) }}
{%- endmacro %}

{% macro som_literal(cell) -%}
    {%- if cell is none -%} null {%- else -%} {{ default__text_literal(cell) }} {%- endif -%}
{%- endmacro %}

{#- Sail takes no comment where a table is made of a query. -#}
{% macro sail__comment_clause() -%}{%- endmacro %}
