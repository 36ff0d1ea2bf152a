{#- What SIE files say about themselves. -#}

{#- The day each SIE file was made, by its own #GEN. The table comes with the first SIE file: a
    home without any has none, and that is asked for when the model runs, not when it is parsed. -#}
{% macro sie_exportdagar() -%}
{%- set sie = none -%}
{%- if execute -%}
{%- set sie = adapter.get_relation(target.database, 'raw', 'sie_foretag') -%}
{%- endif -%}
{%- if sie %}
    select
        fil_sha256,
        try_cast(
            concat(
                substr(replace(genererad, '-', ''), 1, 4), '-',
                substr(replace(genererad, '-', ''), 5, 2), '-',
                substr(replace(genererad, '-', ''), 7, 2)
            ) as date
        ) as dag
    from {{ sie }}
{%- else %}
    select
        cast(null as string) as fil_sha256,
        cast(null as date) as dag
    where false
{%- endif %}
{%- endmacro %}
