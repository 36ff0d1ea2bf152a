{#- What the tables for BI tools say of a row beside its facts. -#}

{% macro arets_forsta_dag(ar) -%} case when {{ ar }} > 0 then make_date({{ ar }}, 1, 1) end {%- endmacro %}

{#- Distinct values in the order of the alphabet, joined by '; '. NULL when there are none. -#}
{% macro sorterad_lista(kolumn) -%}
    array_to_string(list_sort(list_distinct(list({{ kolumn }}))), '; ')
{%- endmacro %}

{#- Whether belopp_sek is fitted to a printed total. -#}
{% macro bi_anpassad(rader) -%}
    {{ rader }}anpassat or {{ rader }}belopp_sek_grad = 'anpassad'
{%- endmacro %}

{#- The part of belopp_sek that is fitted; unknown where the amount is. -#}
{% macro bi_anpassat_sek(rad='') -%}
    {%- set rader = rad ~ '.' if rad else '' -%}
    cast(
        case
            when {{ rader }}belopp_sek is null then null
            when {{ bi_anpassad(rader) }} then {{ rader }}belopp_sek
            else 0
        end as decimal(18, 2)
    )
{%- endmacro %}

{#- The warnings of dim_varning that hold for a row of its own. NULL when none does. -#}
{% macro bi_varningar(rad='') -%}
    {%- set rader = rad ~ '.' if rad else '' -%}
    cast(
        nullif(
            concat_ws(
                ';',
                case when {{ bi_anpassad(rader) }} then 'anpassat' end,
                case when {{ rader }}ungefarligt then 'ungefarligt' end,
                case
                    when {{ rader }}redovisad and {{ rader }}belopp_sek is null
                        then 'delvis_tackning'
                end
            ), ''
        ) as string
    )
{%- endmacro %}
