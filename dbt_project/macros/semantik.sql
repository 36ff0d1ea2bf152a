{#- The semantic layer (models/semantik) as SQL, so that what a tool asks there can be asked of the
    published file alone. -#}

{#- How a measure is counted, as SQL over its table. -#}
{% macro matningens_uttryck(matning) -%}
    {%- set uttryck = matning.expr or matning.name -%}
    {%- if matning.agg == 'count_distinct' -%} count(distinct {{ uttryck }})
    {%- elif matning.agg in ('sum', 'min', 'max') -%} {{ matning.agg }}({{ uttryck }})
    {%- else -%}
        {%- do exceptions.raise_compiler_error(
            matning.name ~ ': agg ' ~ matning.agg ~ ' has no SQL in macros/semantik.sql'
        ) -%}
    {%- endif -%}
{%- endmacro %}

{#- Every measure by its name: table and SQL. dbt knows them only when it runs. -#}
{% macro semantiska_matningar() -%}
    {%- set alla = {} -%}
    {%- if execute -%}
        {%- for modell in graph.semantic_models.values() -%}
            {%- for matning in modell.measures -%}
                {%- do alla.update({matning.name: {
                    'tabell': modell.model | replace("ref('", '') | replace("')", ''),
                    'uttryck': matningens_uttryck(matning) | trim,
                }}) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(alla) }}
{%- endmacro %}

{#- Every metric in the order of their names, with what a row of dim_matt says of it. -#}
{% macro semantiska_matt() -%}
    {%- set matningar = semantiska_matningar() -%}
    {%- set alla = [] -%}
    {%- if execute -%}
        {%- for matt in graph.metrics.values() | sort(attribute='name') -%}
            {%- if not matt.config.meta.enhet or not (
                matt.config.meta.summeras_over or matt.config.meta.summeras_inte_over
            ) -%}
                {%- do exceptions.raise_compiler_error(
                    matt.name ~ ' says no enhet, or not over what it adds up (macros/semantik.sql)'
                ) -%}
            {%- endif -%}
            {%- if matt.type == 'ratio' -%}
                {%- set taljare = matningar[matt.type_params.numerator.name] -%}
                {%- set namnare = matningar[matt.type_params.denominator.name] -%}
                {%- set hur = {
                    'tabell': taljare.tabell,
                    'uttryck': taljare.uttryck ~ ' / ' ~ namnare.uttryck,
                } -%}
            {%- else -%}
                {%- set hur = matningar[matt.type_params.measure.name] -%}
            {%- endif -%}
            {%- do alla.append(dict(
                matt.config.meta,
                matt=matt.name, benamning=matt.label, definition=matt.description | trim,
                tabell=hur.tabell, uttryck=hur.uttryck,
            )) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(alla) }}
{%- endmacro %}

{#- A text as SQL; NULL for none. -#}
{% macro text_eller_null(text) -%}
    {%- if text -%} {{ adapter.dispatch('text_literal', 'fondbok')(text) }}
    {%- else -%} null
    {%- endif -%}
{%- endmacro %}
