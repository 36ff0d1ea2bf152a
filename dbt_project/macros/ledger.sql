{#- What is made of a ledger row only where it is needed: ledgers are large, and few of their rows
    are EU grants. -#}

{#- Lineage key of a row: its file, sheet and line. -#}
{% macro kallrad_id(fil_sha256, blad, rad) -%}
    md5({{ fil_sha256 }} || '|' || {{ blad }} || '|' || cast({{ rad }} as string))
{%- endmacro %}

{#- A content hash as its 32 letters; the raw layer keeps it as a number. -#}
{% macro hash_som_text(kolumn) -%}
    {{ adapter.dispatch('hash_som_text', 'fondbok')(kolumn) }}
{%- endmacro %}
{% macro default__hash_som_text(kolumn) -%} {{ kolumn }} {%- endmacro %}
{#- DuckDB's md5_number has the last byte first. Taking the bytes one by one is half of what it
    costs to find them by expression. -#}
{% macro duckdb__hash_som_text(kolumn) -%}
    lower(concat(
        {%- for plats in range(31, 0, -2) %}
        substr(lpad(hex({{ kolumn }}), 32, '0'), {{ plats }}, 2){{ ',' if not loop.last }}
        {%- endfor %}
    ))
{%- endmacro %}

{#- The unit a later file replaces: the voucher, or the profile's month where there are no voucher
    numbers. A row that has neither stands for itself: the same row landing twice counts once. -#}
{% macro ersattning_nyckel(rad) -%}
    case
        when {{ rad }}.ersatter = 'manad' and {{ rad }}.datum is not null
            then
                'manad|' || coalesce({{ rad }}.profil, '')
                || '|' || cast(extract(year from {{ rad }}.datum) as string)
                || '|' || cast(extract(month from {{ rad }}.datum) as string)
        when {{ har_verifikat(rad) }} then {{ verifikat_nyckel(rad) }}
        else 'rad|' || {{ hash_som_text(rad ~ '.innehall_nummer') }}
    end
{%- endmacro %}

{% macro har_verifikat(rad) -%}
    {{ rad }}.ersatter <> 'manad' and {{ rad }}.verifikation is not null
{%- endmacro %}

{% macro verifikat_nyckel(rad) -%}
    'verifikation|' || cast({{ rad }}.rakenskapsar as string)
    || '|' || {{ rad }}.serie
    || '|' || {{ rad }}.verifikation
{%- endmacro %}

{#- Once and only once: for each unit the file that landed last is the one whose rows count.
    `urval` is a query of the keys that are asked for: the others cost nothing then. -#}
{% macro gallande_fil(urval=none) -%}
    select
        verifikat.ersattning_nyckel,
        max(fil.fil_ordning) as fil_ordning
    from {{ ref('int_ledger__verifikat') }} as verifikat
    inner join {{ ref('stg_raw__fil') }} as fil on verifikat.fil_sha256 = fil.fil_sha256
    {% if urval is not none %}
    where verifikat.ersattning_nyckel in ({{ urval }})
    {% endif %}
    group by verifikat.ersattning_nyckel
{%- endmacro %}
