{#- Keys, names and codes. -#}

{#- Surrogate key: md5 over the natural key. The mark for NULL keeps ('a', NULL) and ('a', '') apart.
    kommun_kod is its first column, but where it leads to a national table (tests/apart.py). -#}
{% macro nyckel(kolumner) -%}
    md5(concat_ws('|'
    {%- for kolumn in kolumner %}, coalesce(cast({{ kolumn }} as string), '~'){% endfor -%}
    ))
{%- endmacro %}

{#- Codes of the unknown members, in one place. -#}
{% macro okand(dimension) -%}
    {{ {'namnd': "'OKAND'", 'fond': "'OKAND'", 'projekt': "'OKANT'"}[dimension] }}
{%- endmacro %}

{#- What two spellings of a name must share to be one name: letters and digits, case and accents
    aside. The letters å, ä and ö are letters of their own and stay. A name with no letter or digit
    is compared as it is written, so that two such names are not taken for one. -#}
{% macro normaliserat_namn(kolumn) -%}
    coalesce(
        nullif({{ endast_tecken(utan_accent('lower(' ~ kolumn ~ ')'), '[^\\p{L}\\p{N}]+', '') }}, ''),
        {{ putsad(kolumn) }}
    )
{%- endmacro %}

{#- Project names as they are compared: the decided name where the name's year has one, else the name
    itself. `namn` has the columns kommun_kod, projekt and ar. A validity that names its years is a closer answer
    than one that always holds. A name as compared stands in a column before it is joined on: Spark
    takes java_method (sammansatt_unicode) for an expression that may change, and joins on none. -#}
{% macro namn_med_nyckel(namn) -%}
    select
        namn.kommun_kod,
        namn.projekt,
        namn.ar,
        {{ normaliserat_namn('coalesce(beslutade.kanoniskt_namn, namn.projekt)') }} as namn_nyckel
    from {{ namn }} as namn
    left join (
        select
            namn.kommun_kod,
            namn.projekt,
            namn.ar,
            alias.projekt as kanoniskt_namn,
            row_number() over (
                partition by namn.kommun_kod, namn.projekt, namn.ar
                order by
                    coalesce(alias.fran_ar, 0) desc,
                    coalesce(alias.till_ar, 9999),
                    alias.projekt
            ) as plats
        from (
            select
                kommun_kod,
                projekt,
                ar,
                {{ normaliserat_namn('projekt') }} as jamfort
            from {{ namn }}
        ) as namn
        inner join (
            select
                *,
                {{ normaliserat_namn('alias') }} as jamfort
            from {{ ref('projekt_alias') }}
        ) as alias
            on
                namn.kommun_kod = alias.kommun_kod
                and namn.jamfort = alias.jamfort
                and namn.ar between coalesce(alias.fran_ar, 0) and coalesce(alias.till_ar, 9999)
    ) as beslutade
        on
            namn.kommun_kod = beslutade.kommun_kod
            and namn.projekt = beslutade.projekt
            and namn.ar = beslutade.ar
            and beslutade.plats = 1
{%- endmacro %}

{#- ASCII, lower case, words joined by '-': readable in an address and stable in a file name. -#}
{% macro slug(kolumn) -%}
    trim(both '-' from {{ endast_tecken(
        "translate(" ~ utan_accent('lower(' ~ kolumn ~ ')') ~ ", 'åäö', 'aao')", '[^a-z0-9]+', '-'
    ) }})
{%- endmacro %}

{% macro utan_accent(uttryck) -%}
    translate({{ sammansatt_unicode(uttryck) }}, 'éèêëáàâãíìîïóòôõúùûüýñçøæ', 'eeeeaaaaiiiioooouuuuyncöä')
{%- endmacro %}

{#- 'a' followed by a combining ring is the same letter as 'å'. -#}
{% macro sammansatt_unicode(uttryck) -%}
    {{ adapter.dispatch('sammansatt_unicode', 'fondbok')(uttryck) }}
{%- endmacro %}
{#- Spark has no word for it; ICU, which it carries, has. -#}
{% macro default__sammansatt_unicode(uttryck) -%}
    case
        when {{ uttryck }} is not null
            then java_method('com.ibm.icu.text.Normalizer', 'compose', {{ uttryck }}, false)
    end
{%- endmacro %}
{#- Sail has neither: the letters that names of projects are known to be written with, one by one. Any
    other letter in two signs is another name there. -#}
{% macro sail__sammansatt_unicode(uttryck) -%}
    {%- set marken = {
        '\u0300': ['aà', 'eè', 'iì', 'oò', 'uù'],
        '\u0301': ['aá', 'eé', 'ií', 'oó', 'uú', 'yý'],
        '\u0302': ['aâ', 'eê', 'iî', 'oô', 'uû'],
        '\u0303': ['aã', 'nñ', 'oõ'],
        '\u0308': ['aä', 'eë', 'iï', 'oö', 'uü', 'yÿ'],
        '\u030a': ['aå'],
        '\u0327': ['cç'],
    } -%}
    {%- set ordnad = namespace(uttryck=uttryck) -%}
    {%- for marke, bokstaver in marken.items() -%}
        {%- for par in bokstaver + bokstaver | map('upper') | list -%}
            {%- set ordnad.uttryck =
                'replace(' ~ ordnad.uttryck ~ ", '" ~ par[0] ~ marke ~ "', '" ~ par[1] ~ "')" -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ ordnad.uttryck }}
{%- endmacro %}
{% macro duckdb__sammansatt_unicode(uttryck) -%} nfc_normalize({{ uttryck }}) {%- endmacro %}

{#- Replace every match; engines differ on whether that is the default. -#}
{% macro endast_tecken(uttryck, monster, ersattning) -%}
    {{ adapter.dispatch('endast_tecken', 'fondbok')(uttryck, monster, ersattning) }}
{%- endmacro %}
{% macro default__endast_tecken(uttryck, monster, ersattning) -%}
    regexp_replace({{ uttryck }}, r'{{ monster }}', '{{ ersattning }}')
{%- endmacro %}
{% macro duckdb__endast_tecken(uttryck, monster, ersattning) -%}
    regexp_replace({{ uttryck }}, '{{ monster }}', '{{ ersattning }}', 'g')
{%- endmacro %}

{#- One output row per entry of a list written as 'a;b'. Stands alone in a select list. -#}
{% macro delar_av_lista(kolumn) -%}
    {{ adapter.dispatch('delar_av_lista', 'fondbok')(kolumn) }}
{%- endmacro %}
{% macro default__delar_av_lista(kolumn) -%} explode(split({{ kolumn }}, ';')) {%- endmacro %}
{% macro duckdb__delar_av_lista(kolumn) -%} unnest(string_split({{ kolumn }}, ';')) {%- endmacro %}

{#- The last known value of a column up to and including the current row, within a municipality. -#}
{% macro senast_kand(kolumn, grupp, ordning) -%}
    {{ adapter.dispatch('senast_kand', 'fondbok')(kolumn, grupp, ordning) }}
{%- endmacro %}
{% macro default__senast_kand(kolumn, grupp, ordning) -%}
    last_value({{ kolumn }}) ignore nulls over (
        partition by kommun_kod, {{ grupp }} order by {{ ordning }}
        rows between unbounded preceding and current row
    )
{%- endmacro %}
{% macro duckdb__senast_kand(kolumn, grupp, ordning) -%}
    last_value({{ kolumn }} ignore nulls) over (
        partition by kommun_kod, {{ grupp }} order by {{ ordning }}
        rows between unbounded preceding and current row
    )
{%- endmacro %}

{#- The best role wins when one nämnd reports a project on several rows. -#}
{% macro roll_rang(kolumn) -%}
    case {{ kolumn }} when 'agare' then 1 when 'part' then 2 when 'annan' then 3 else 4 end
{%- endmacro %}

{#- Who handed in: the nämnd, or the words it was written with when nobody knows that name yet, so
    that two unknown nämnder do not replace each other's submissions. -#}
{% macro inlamning_nyckel(namnd_kod, namnd_text) -%}
    case
        when {{ namnd_kod }} <> {{ okand('namnd') }} then {{ namnd_kod }}
        else 'text:' || coalesce({{ normaliserat_namn(namnd_text) }}, '')
    end
{%- endmacro %}

{#- Two relations that agree on each of some columns, and on the municipality first of all. -#}
{% macro samma_kolumner(en, annan, kolumner) -%}
    {%- for kolumn in ['kommun_kod'] + kolumner | reject('equalto', 'kommun_kod') | list %}
    {{ 'and ' if not loop.first }}{{ en }}.{{ kolumn }} = {{ annan }}.{{ kolumn }}
    {%- endfor %}
{%- endmacro %}

{#- Whether the rows of a table are of one municipality each, as its YAML says. -#}
{% macro bar_kommun_kod(relation) -%}
    {%- if execute -%}
        {%- for nod in graph.nodes.values()
            if nod.resource_type in ('model', 'seed') and nod.alias == relation.identifier
            and 'kommun_kod' in nod.columns -%}
            {{ return(true) }}
        {%- endfor -%}
    {%- endif -%}
    {{ return(false) }}
{%- endmacro %}

{#- The validity of an unknown member: every year. -#}
{% macro alltid_giltig() -%}
    cast(null as date) as giltig_fran,
    cast(null as date) as giltig_till,
    true as ar_senaste,
    0 as fran_ar,
    9999 as till_ar
{%- endmacro %}

{#- Two relations that speak of the same participation. -#}
{% macro samma_deltagande(en, annan) -%}
    {{ samma_kolumner(en, annan, ['projekt_kod', 'namnd_kod', 'ar']) }}
{%- endmacro %}

{#- The columns by which one speaks of a participation and the other of the same in the next year. -#}
{% macro samma_aret_efter(fore, efter) -%}
    {{ samma_kolumner(fore, efter, ['projekt_kod', 'namnd_kod']) }}
    and {{ fore }}.ar + 1 = {{ efter }}.ar
{%- endmacro %}

{#- The version of a row's project, and of its nämnd, that holds in the row's year. -#}
{% macro arets_projekt(rad) -%}
    left join {{ ref('int_projekt__historik') }} as projekt
        on
            {{ rad }}.kommun_kod = projekt.kommun_kod
            and {{ rad }}.projekt_kod = projekt.projekt_kod
            and {{ rad }}.ar between projekt.fran_ar and projekt.till_ar
{%- endmacro %}

{% macro arets_namnd(rad) -%}
    left join {{ ref('int_namnd__giltighet') }} as namnd
        on
            {{ rad }}.kommun_kod = namnd.kommun_kod
            and {{ rad }}.namnd_kod = namnd.namnd_kod
            and {{ rad }}.ar between namnd.fran_ar and namnd.till_ar
{%- endmacro %}

{#- What a fact of a nämnd's year begins with, in the types it is published in. -#}
{% macro namnd_och_ar() -%}
    namnd_key,
    cast(ar as integer) as ar,
    cast(namnd_kod as string) as namnd_kod
{%- endmacro %}

{#- The same of a project's part in it. -#}
{% macro projekt_namnd_och_ar() -%}
    projekt_key,
    cast(projekt_kod as string) as projekt_kod,
    {{ namnd_och_ar() }}
{%- endmacro %}
