{#- What SIE files say about themselves. -#}

{#- The day each SIE file was made, by its own #GEN. -#}
{% macro sie_exportdagar() -%}
    select
        fil_sha256,
        try_cast(
            concat(
                substr(replace(genererad, '-', ''), 1, 4), '-',
                substr(replace(genererad, '-', ''), 5, 2), '-',
                substr(replace(genererad, '-', ''), 7, 2)
            ) as date
        ) as dag
    from {{ source('raw', 'sie_foretag') }}
{%- endmacro %}
