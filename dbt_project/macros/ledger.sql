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

{#- The unit a later export may replace: the voucher of a day, or the profile's month where there are
    no voucher numbers. A number that comes with another date is another voucher. A row that has
    neither stands for itself: the same row landing twice counts once. Whose the voucher is, the row
    does not know: int_ledger__export does. -#}
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
    || '|' || coalesce(cast({{ rad }}.datum as string), '')
{%- endmacro %}

{#- Rows on accounts of EU grants in kronor, income positive. What was booked in kronor counts; only
    where that is not said does the year's rate decide. -#}
{% macro bidrag_sek(rad, kurs) -%}
    cast(
        coalesce(
            {{ rad }}.belopp,
            {{ i_sek(rad ~ '.belopp_valuta', rad ~ '.valuta', kurs ~ '.sek_per_enhet') }}
        ) * {{ rad }}.tecken as decimal(18, 2)
    )
{%- endmacro %}

{#- What two ways of writing a code must share to be one code: case, blanks and leading zeros
    aside. -#}
{% macro kodnyckel(kolumn) -%}
    {%- set utan_blanka = endast_tecken('upper(' ~ kolumn ~ ')', '[' ~ blanksteg() ~ '\\t\\r\\n]+', '') -%}
    {{ endast_tecken(utan_blanka, '^0+([0-9A-ZÅÄÖ])', '\\1') }}
{%- endmacro %}

{#- What two rows must share to be one row told twice: account, unit, project and amount, however
    their codes are written. -#}
{% macro radlikhet(rad) -%}
    substr(md5(concat_ws(
        '|',
        {{ putsad(rad ~ '.konto') }},
        coalesce({{ kodnyckel(rad ~ '.ansvar_text') }}, ''),
        coalesce({{ kodnyckel(rad ~ '.projektkod_text') }}, ''),
        coalesce(cast({{ rad }}.belopp as string), ''),
        case
            when {{ rad }}.belopp is null
                then cast({{ rad }}.belopp_valuta as string) || coalesce({{ rad }}.valuta, '')
            else ''
        end
    )), 1, 16)
{%- endmacro %}

{#- Whether nothing says which of two exports is the later; of two sheets of a file nothing does. -#}
{% macro export_oavgjord(ena, andra, alla_gjorda) -%}
    coalesce(
        {{ ena }}.fil_sha256 = {{ andra }}.fil_sha256
        or (
            {{ ena }}.nyaste_datum is not distinct from {{ andra }}.nyaste_datum
            and (
                not {{ alla_gjorda }}
                or {{ ena }}.gjord = {{ andra }}.gjord
                or (
                    {{ ena }}.gjord_dag = {{ andra }}.gjord_dag
                    and ({{ ena }}.gjord_utan_tid or {{ andra }}.gjord_utan_tid)
                )
            )
        ),
        false
    )
{%- endmacro %}

{#- A voucher's number as every system would write it: its last digits, without year and leading
    zeros. One that was made of the voucher's content (fondbok/ledger/staging.py) is none. -#}
{% macro nummer_utan_tillagg(verifikation, datum) -%}
    {%- set siffror = "regexp_extract(" ~ verifikation ~ ", '([0-9]+)[^0-9]*$', 1)" -%}
    {%- set ar = "cast(extract(year from " ~ datum ~ ") as string)" -%}
    {%- set utan_ar -%}
        case
            when substr({{ siffror }}, 1, 4) = {{ ar }} and length({{ siffror }}) > 4
                then substr({{ siffror }}, 5)
            else {{ siffror }}
        end
    {%- endset -%}
    case
        when {{ verifikation }} like 'utan-%' or {{ verifikation }} like 'maskerad-%' then null
        else coalesce(nullif({{ endast_tecken(utan_ar, '^0+', '') }}, ''), upper({{ verifikation }}))
    end
{%- endmacro %}

{#- A voucher as people call it. -#}
{% macro verifikat_i_ord(rad) -%}
    case
        when {{ rad }}.ersattning_nyckel like 'manad|%'
            then 'månaden ' || substr(cast({{ rad }}.datum as string), 1, 7)
        when {{ rad }}.verifikation like 'utan-%' or {{ rad }}.verifikation like 'maskerad-%'
            then 'utan nummer ' || coalesce(cast({{ rad }}.datum as string), '')
        else
            {{ putsad(rad ~ ".serie || ' ' || coalesce(" ~ rad ~ ".verifikation, '')") }}
            || ' ' || coalesce(cast({{ rad }}.datum as string), 'utan datum')
    end
{%- endmacro %}

{#- A few examples of a group, the largest first; stands in a query grouped by the same columns, and
    reads the column `plats`. -#}
{% macro exempel(text, antal=3) -%}
    {{ sammanfoga('case when plats <= ' ~ antal ~ ' then ' ~ text ~ ' end', '; ', 'plats') }}
    || case when count(*) > {{ antal }} then ' …' else '' end
{%- endmacro %}

{#- Findings about vouchers of two exports: `funna` has antal, annan_fil, exempel and both amounts. -#}
{% macro sagda_verifikat(funna) -%}
    {{ sagda_fynd(funna, {
        'antal': 'cast(sagt.antal as string)',
        'fil': 'sagt.annan_fil',
        'exempel': 'sagt.exempel',
        'belopp': belopp_i_ord('sagt.belopp_sek'),
        'annat_belopp': belopp_i_ord('sagt.annat_belopp_sek')
    }) }}
{%- endmacro %}

{#- How near a submission is that gives a code its project, to whom asks: the nämnd's own that year is
    nearer than anybody's that year, which is nearer than anybody's. What a person decided is 1. -#}
{% macro kodens_avstand(sokta, inlamnade) -%}
    case
        when {{ sokta }}.ar = {{ inlamnade }}.ar and {{ sokta }}.namnd_kod = {{ inlamnade }}.namnd_kod then 2
        when {{ sokta }}.ar = {{ inlamnade }}.ar then 3
        else 4
    end
{%- endmacro %}

{#- The columns by which two relations speak of the same sheet. -#}
{% macro samma_blad(en, annan) -%}
    {{ samma_kolumner(en, annan, ['fil_sha256', 'blad']) }}
{%- endmacro %}

{#- Whether two exports may be of one company: the same, or one of them does not say whose it is. -#}
{% macro kanske_samma_foretag(ena, annan) -%}
    (
        {{ ena }}.foretag = {{ annan }}.foretag
        or not {{ ena }}.foretag_angivet
        or not {{ annan }}.foretag_angivet
    )
{%- endmacro %}

{#- The columns by which two relations speak of the same voucher in the same sheet. -#}
{% macro samma_verifikat(en, annan) -%}
    {{ samma_kolumner(en, annan, ['fil_sha256', 'blad', 'ersattning_nyckel']) }}
{%- endmacro %}

{#- The codes of the economy system that each current row gives its project, one row a code. Leading
    zeros, case and blanks make no other code; an unknown project has none. -#}
{% macro ekonomikoder(kolumner) -%}
    select
        kommun_kod,
        {{ kolumner | join(', ') }},
        {{ kodnyckel(putsad('kod')) }} as kod
    from (
        select
            kommun_kod,
            {{ kolumner | join(', ') }},
            {{ delar_av_lista('ekonomikod') }} as kod
        from {{ ref('int_deltagande__rad') }}
        where ekonomikod is not null and projekt_kod <> {{ okand('projekt') }}
    ) as delar
    where {{ putsad('kod') }} <> ''
{%- endmacro %}

{#- The units that each sheet has grants of, as compared; blank for rows without one. -#}
{% macro ansvar_per_blad() -%}
    select distinct
        kommun_kod,
        fil_sha256,
        blad,
        coalesce({{ kodnyckel('ansvar_text') }}, '') as ansvar
    from {{ ref('int_ledger__kontorad') }}
{%- endmacro %}

{#- The sheets whose rows a model that keeps what it has made does not have yet. `kanda` is the model's
    own table (`this`) when it adds to it, none when it is made anew. -#}
{% macro nya_blad(kanda) -%}
    select
        blad.kommun_kod,
        blad.blad_nr,
        blad.fil_sha256,
        blad.blad
    from {{ ref('stg_ledger__blad') }} as blad
    {%- if kanda %}
    where not exists (
        select 1 from {{ kanda }} as kand
        where {{ samma_kolumner('kand', 'blad', ['fil_sha256']) }}
    )
    {%- endif %}
{%- endmacro %}

{#- What came in as a year began, day by day: what may have been reported for the year before. -#}
{% macro arets_forsta_dagar() -%}
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        datum,
        sum(belopp_sek) as dagens_sek
    from {{ ref('int_ledger__utbetalning') }}
    where extract(month from datum) <= 2
    group by kommun_kod, projekt_kod, namnd_kod, ar, datum
{%- endmacro %}
