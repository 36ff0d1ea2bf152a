{#- Rows of the other sheets of the submissions. -#}

{#- The rows of a staging model that belong to the submissions that count. -#}
{% macro gallande_rader(staging, bladtyp) -%}
    select rad.*
    from {{ staging }} as rad
    inner join {{ ref('int_inlamning__gallande_blad') }} as gallande
        on
            rad.fil_sha256 = gallande.fil_sha256
            and rad.namnd_kod = gallande.namnd_kod
            and rad.ar = gallande.ar
            and rad.version = gallande.version
    where gallande.bladtyp = '{{ bladtyp }}'
{%- endmacro %}

{#- The texts of a group in one, as paragraphs in the order of `plats`. `gang` is a column that
    is 1 where the text stands for the first time: a text that is repeated is said once. -#}
{% macro samlad_text(text, gang) -%}
    {{ sammanfoga('case when ' ~ gang ~ ' = 1 then ' ~ text ~ ' end', '\n\n', 'plats') }}
{%- endmacro %}
