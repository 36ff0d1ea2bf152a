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
