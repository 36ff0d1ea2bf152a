{#- What the tables for BI tools say of a row beside its facts. -#}

{% macro arets_forsta_dag(ar) -%} case when {{ ar }} > 0 then make_date({{ ar }}, 1, 1) end {%- endmacro %}

{#- Distinct values in the order of the alphabet, joined by '; '. -#}
{% macro sorterad_lista(kolumn) -%}
    {{ adapter.dispatch('sorterad_lista', 'fondbok')(kolumn) }}
{%- endmacro %}
{% macro default__sorterad_lista(kolumn) -%}
    array_join(array_sort(collect_set({{ kolumn }})), '; ')
{%- endmacro %}
{% macro duckdb__sorterad_lista(kolumn) -%}
    array_to_string(list_sort(list_distinct(list({{ kolumn }}))), '; ')
{%- endmacro %}

{#- The warnings of dim_varning that hold for a row of its own. NULL when none does. -#}
{% macro bi_varningar(rad='') -%}
    {%- set rader = rad ~ '.' if rad else '' -%}
    cast(
        nullif(
            concat_ws(
                ';',
                case when {{ ar_anpassad(rader) }} then 'anpassat' end,
                case when {{ rader }}ungefarligt then 'ungefarligt' end,
                case
                    when {{ rader }}redovisad and {{ rader }}belopp_sek is null
                        then 'delvis_tackning'
                end
            ), ''
        ) as string
    )
{%- endmacro %}
