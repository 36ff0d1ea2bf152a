{#- Findings that models make: rules in seeds/fyndregel.csv, one model int_fynd__<subject> a subject.
    -#}

{#- A rule's message with its {names} filled in; what is unknown is said to be. -#}
{% macro fyll_mall(mall, uppgifter) -%}
    {%- set ns = namespace(text=mall) -%}
    {%- for namn, uttryck in uppgifter.items() -%}
        {%- set ns.text -%}
            replace({{ ns.text }}, '{' || '{{ namn }}' || '}', coalesce({{ uttryck }}, 'okänt'))
        {%- endset -%}
    {%- endfor -%}
    {{ ns.text }}
{%- endmacro %}

{#- An amount as people write it: "1 234 567,80 kr". -#}
{% macro belopp_i_ord(belopp) -%}
    coalesce({{ svenskt_tal(belopp) }} || ' kr', 'inget känt belopp')
{%- endmacro %}

{#- An amount with its currency: "1 234 kr", "10 000 EUR". -#}
{% macro pengar_i_ord(belopp, valuta) -%}
    coalesce(
        {{ svenskt_tal(belopp) }}
        || ' ' || case when {{ valuta }} = 'SEK' then 'kr' else {{ valuta }} end,
        'inget känt belopp'
    )
{%- endmacro %}

{#- The paid money of each group of project rows in words, one sum a currency, kronor first. A group
    with no known amount has no row. -#}
{% macro pengar_per(rader, grupp) -%}
    select
        {{ grupp | join(', ') }},
        {{ sammanfoga(
            pengar_i_ord('belopp', 'valuta'),
            ' och ',
            "case when valuta = 'SEK' then 0 else 1 end, valuta"
        ) }} as pengar
    from (
        select
            {{ grupp | join(', ') }},
            valuta,
            sum(utbetalt) as belopp
        from {{ rader }}
        where utbetalt is not null
        group by {{ grupp | join(', ') }}, valuta
    ) as summor
    group by {{ grupp | join(', ') }}
{%- endmacro %}

{#- The first ten of a group's names, in the order of `plats` (1, 2, ...), and how many there are
    besides. -#}
{% macro uppraknade(namn, plats) -%}
    {{ sammanfoga('case when ' ~ plats ~ ' <= 10 then ' ~ namn ~ ' end', ', ', plats) }}
    || case when max({{ plats }}) > 10 then ' och ' || cast(max({{ plats }}) - 10 as string) || ' till' else '' end
{%- endmacro %}

{#- The first rule of a list whose condition (`nar`) holds, as the id that stands under `falt`; none
    where none does. -#}
{% macro forsta_regel(regler, falt='id') -%}
    case
    {%- for regel in regler %}
        when {{ regel.nar }} then '{{ regel[falt] }}'
    {%- endfor %}
    end
{%- endmacro %}

{#- Findings of a list of rules. A rule is
        id     its line in seeds/fyndregel.csv
        av     the relation it looks at, and
        nar    which of its rows it finds; all of them when it says nothing
        ord    what the {names} of its message are filled with, as texts made of the row
        varde  the value it is about, if it is about one
        fil, blad, rad   who is told, where they are not the columns of those names.
    -#}
{% macro fynd_av_regler(regler) -%}
    {%- for regel in regler %}
    select
        {{ regel.av }}.kommun_kod,
        {{ regel.fil | default('fil_sha256') }} as fil_sha256,
        {{ regel.blad | default('blad') }} as blad,
        {{ regel.rad | default('rad') }} as rad,
        cast(null as string) as kolumn,
        regel.regel_id as regel,
        {{ regel.varde | default('cast(null as string)') }} as varde,
        {{ fyll_mall('regel.regel_mall', regel.ord) }} as meddelande
    from {{ regel.av }}
    inner join (
        select
            kommun_kod,
            id as regel_id,
            mall as regel_mall
        from {{ ref('fyndregel') }}
    ) as regel
        on
            {{ regel.av }}.kommun_kod = regel.kommun_kod
            and regel.regel_id = '{{ regel.id }}'
    {%- if regel.nar %}
    where {{ regel.nar }}
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- Findings whose rule stands in their row: `sagt` has the columns kommun_kod, fil_sha256, blad, rad
    and regel_id, and those that `uppgifter` fills the rule's message with. -#}
{% macro sagda_fynd(sagt, uppgifter) -%}
    select
        sagt.kommun_kod,
        sagt.fil_sha256,
        sagt.blad,
        sagt.rad,
        cast(null as string) as kolumn,
        sagt.regel_id as regel,
        cast(null as string) as varde,
        {{ fyll_mall('regel.mall', uppgifter) }} as meddelande
    from {{ sagt }} as sagt
    inner join {{ ref('fyndregel') }} as regel
        on sagt.kommun_kod = regel.kommun_kod and sagt.regel_id = regel.id
{%- endmacro %}

{#- An amount that two would hardly come to by chance: at least four figures before its zeros. A
    budget of 62 500 kr is nobody's own, 650 470 kr is. `kronor` is in whole kronor. -#}
{% macro ar_udda_belopp(kronor) -%}
    (
        abs({{ kronor }}) >= 1000
        and case
            when abs({{ kronor }}) < 10000 then {{ kronor }} % 10
            when abs({{ kronor }}) < 100000 then {{ kronor }} % 100
            when abs({{ kronor }}) < 1000000 then {{ kronor }} % 1000
            when abs({{ kronor }}) < 10000000 then {{ kronor }} % 10000
            else {{ kronor }} % 100000
        end <> 0
    )
{%- endmacro %}
