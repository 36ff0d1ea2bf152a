{#- Texts that people read in the reports. -#}

{#- A number the Swedish way: '22 550 504', '0,50'. Decimals show only when there are any; what is
    unknown stays NULL. -#}
{% macro svenskt_tal(tal) -%}
    (
        case when {{ tal }} < 0 then '−' else '' end
        || {{ grupperat_heltal('floor(abs(' ~ tal ~ '))') }}
        || case
            when abs({{ tal }}) = floor(abs({{ tal }})) then ''
            else ',' || lpad(cast(
                cast(round((abs({{ tal }}) - floor(abs({{ tal }}))) * 100, 0) as integer) as string
            ), 2, '0')
        end
    )
{%- endmacro %}

{#- A whole number with a blank between thousands. -#}
{% macro grupperat_heltal(tal) -%}
    {{ adapter.dispatch('grupperat_heltal', 'fondbok')(tal) }}
{%- endmacro %}
{% macro default__grupperat_heltal(tal) -%}
    replace(format_number(cast({{ tal }} as bigint), 0), ',', ' ')
{%- endmacro %}
{% macro duckdb__grupperat_heltal(tal) -%}
    replace(format('{:,}', cast({{ tal }} as bigint)), ',', ' ')
{%- endmacro %}

{#- The texts of a group in one, in a given order: the order is part of the result. -#}
{% macro sammanfoga(text, mellan, ordning) -%}
    {{ adapter.dispatch('sammanfoga', 'fondbok')(text, mellan, ordning) }}
{%- endmacro %}
{% macro default__sammanfoga(text, mellan, ordning) -%}
    listagg({{ text }}, '{{ mellan }}') within group (order by {{ ordning }})
{%- endmacro %}
{% macro duckdb__sammanfoga(text, mellan, ordning) -%}
    string_agg({{ text }}, '{{ mellan }}' order by {{ ordning }})
{%- endmacro %}

{#- The readable key of a row of a report: 'ar=2022;namnd_kod=ASN'. Columns without a value are the
    unknown member. -#}
{% macro radnyckel(kolumner) -%}
    concat_ws(
        '',
        {%- for kolumn in kolumner %}
        '{{ '' if loop.first else ';' }}{{ kolumn }}=', coalesce(cast({{ kolumn }} as string), 'okant')
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    )
{%- endmacro %}

{#- A month's name from its number. -#}
{% macro manadens_namn(manad) -%}
    case {{ manad }}
    {%- for namn in [
        'januari', 'februari', 'mars', 'april', 'maj', 'juni', 'juli', 'augusti', 'september',
        'oktober', 'november', 'december'
    ] %}
        when {{ loop.index }} then '{{ namn }}'
    {%- endfor %}
    end
{%- endmacro %}
