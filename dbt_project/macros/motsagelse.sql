{#- Rules about published figures that contradict each other (int_motsagelse__*). -#}

{#- Whose money a printed figure counts: paid money without a stated basis is all of it. -#}
{% macro siffrans_bas(rad='') -%}
    {%- set fran = rad ~ '.' if rad else '' -%}
    case
        when {{ fran }}matt = 'utbetalt_sek' then coalesce(nullif({{ fran }}bas, ''), 'agare_och_part')
        else coalesce({{ fran }}bas, '')
    end
{%- endmacro %}

{#- How far apart two numbers may be printed although they are one: what the printing hides above the
    smaller and below the larger. Unknown where a side may be larger than it says. -#}
{% macro tryckets_rymd(en, annan) -%}
    case
        when {{ en }}.varde > {{ annan }}.varde
            then ({{ en }}.varde - {{ en }}.lagst) + ({{ annan }}.hogst - {{ annan }}.varde)
        else ({{ en }}.hogst - {{ en }}.varde) + ({{ annan }}.varde - {{ annan }}.lagst)
    end
{%- endmacro %}

{#- No number lies within both. -#}
{% macro kan_inte_vara_samma(en, annan) -%}
    coalesce({{ en }}.lagst > {{ annan }}.hogst or {{ annan }}.lagst > {{ en }}.hogst, false)
{%- endmacro %}

{#- What a rule's model says of each that it finds: its two numbers in int_motsagelse__tal (the second
    may be one that is not printed, then said in words), what tells two finds of the same numbers
    apart, and the likely cause where it knows one. -#}
{% macro motsagelse(regel, vanster, hoger, hoger_text='null', sarskilj="''", orsak='null') -%}
    {%- set rad = vanster.split('.')[0] ~ '.' if '.' in vanster else '' %}
    {{ rad }}kommun_kod,
    '{{ regel }}' as regel_id,
    {{ vanster }} as vanster_id,
    cast({{ hoger }} as string) as hoger_id,
    cast({{ hoger_text }} as string) as hoger_text,
    cast({{ sarskilj }} as string) as sarskilj,
    cast({{ orsak }} as string) as trolig_orsak
{%- endmacro %}

{#- The end of a side's words: whose account, whose money, and where it stands. -#}
{% macro sidans_plats(rad) -%}
    case when {{ rad }}.omfattning <> 'staden' then ' enligt egen redovisning' else '' end
    || case {{ rad }}.bas
        when 'agare' then ' (bara ägare)'
        when 'agare_och_part' then ' (ägare och part)'
        else ''
    end
    || ', ' || {{ rad }}.dokument
{%- endmacro %}
