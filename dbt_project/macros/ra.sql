{#- The raw layer where it is Parquet (`fondbok export-raw`): its tables are made of the export's own
    manifest before anything reads them. Told the types, an engine does not guess that the kommun_kod
    0180 is a number. -#}
{% macro ra_fran_parquet() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed', 'test'] -%}
        {{ return(adapter.dispatch('ra_fran_parquet', 'fondbok')()) }}
    {%- endif -%}
{%- endmacro %}
{#- DuckDB has the raw tables in the file it builds in. -#}
{% macro duckdb__ra_fran_parquet() -%}{%- endmacro %}
{% macro default__ra_fran_parquet() -%}
    {%- set mapp = env_var('FONDBOK_RAW') -%}
    {%- do run_query('create database if not exists raw') -%}
    {%- for tabell in ra_manifest(mapp).tabeller -%}
        {%- do ra_tabell(tabell, mapp ~ '/' ~ tabell.tabell) -%}
    {%- endfor -%}
{%- endmacro %}

{#- What the export says of itself. -#}
{% macro ra_manifest(mapp) -%}
    {%- set rader = run_query('select value from text.`' ~ mapp ~ '/manifest.json`') -%}
    {{ return(fromjson(rader.columns[0].values() | join('\n'))) }}
{%- endmacro %}

{#- One raw table where its files lie. Spark's catalogue is told to look which folders it has. -#}
{% macro ra_tabell(tabell, plats) -%}
    {{ return(adapter.dispatch('ra_tabell', 'fondbok')(tabell, plats)) }}
{%- endmacro %}
{% macro default__ra_tabell(tabell, plats) -%}
    {%- do run_query('drop table if exists raw.' ~ tabell.tabell) -%}
    {%- do run_query(skapa_ra_tabell('raw.' ~ tabell.tabell, tabell.kolumner, tabell.mappar, plats)) -%}
    {%- do run_query('msck repair table raw.' ~ tabell.tabell) -%}
{%- endmacro %}
{#- Sail looks for itself, and takes the folder of rows without a year for a word: it reads all of
    them as words, and a view says which is none. -#}
{% macro sail__ra_tabell(tabell, plats) -%}
    {%- set filer = 'raw.' ~ tabell.tabell ~ '__filer' -%}
    {%- set som_ord = {} -%}
    {%- for mapp in tabell.mappar -%} {%- do som_ord.update({mapp: 'string'}) -%} {%- endfor -%}
    {%- do run_query('drop table if exists ' ~ filer) -%}
    {%- do run_query(skapa_ra_tabell(filer, tabell.kolumner, som_ord, plats)) -%}
    {%- set vy -%}
        create or replace view raw.{{ tabell.tabell }} as
        select
            {%- for kolumn in tabell.kolumner %}
            `{{ kolumn }}`,
            {%- endfor %}
            {%- for mapp, typ in tabell.mappar.items() %}
            cast(nullif({{ mapp }}, '__HIVE_DEFAULT_PARTITION__') as {{ typ }}) as {{ mapp }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from {{ filer }}
    {%- endset -%}
    {%- do run_query(vy) -%}
{%- endmacro %}

{% macro skapa_ra_tabell(namn, kolumner, mappar, plats) -%}
    create table {{ namn }} (
        {%- for kolumn, typ in dict(kolumner, **mappar).items() %}
        `{{ kolumn }}` {{ typ }}{{ ',' if not loop.last }}
        {%- endfor %}
    ) using parquet
    partitioned by ({{ mappar.keys() | join(', ') }})
    location '{{ plats }}'
{%- endmacro %}
