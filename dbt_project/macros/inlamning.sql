{#- Submissions: the rows of their other sheets, and how they are told of. -#}

{#- What an answer is known by: the number of its question, else the question's words. -#}
{% macro fraga_nyckel(fraga_nr, fraga) -%}
    coalesce(
        'nr:' || cast({{ fraga_nr }} as string),
        'ord:' || coalesce({{ normaliserat_namn(fraga) }}, '')
    )
{%- endmacro %}

{#- What every row of a submission has: where it stands and whose it is. -#}
{% macro radens_plats() -%}
    kommun_kod,
    kallrad_id,
    fil_sha256,
    blad,
    rad,
    coalesce(namnd_kod, {{ okand('namnd') }}) as namnd_kod,
    ar,
    coalesce(version, 1) as version
{%- endmacro %}

{#- The rows of a staging model that belong to the submissions that count. -#}
{% macro gallande_rader(staging, bladtyp) -%}
    select rad.*
    from {{ staging }} as rad
    inner join {{ ref('int_inlamning__gallande_bladrad') }} as gallande
        on rad.kommun_kod = gallande.kommun_kod and rad.kallrad_id = gallande.kallrad_id
    where gallande.bladtyp = '{{ bladtyp }}'
{%- endmacro %}

{#- The same with what each is about as a code, one however it is spelled, and the order of those of
    one nämnd, year and code (`plats`: 1 is the first). -#}
{% macro gallande_per_kod(staging, bladtyp, namn, okand_kod) -%}
    select
        *,
        row_number() over (
            partition by kommun_kod, namnd_kod, ar, {{ namn }}_kod
            order by fil_sha256, blad, rad, kallrad_id
        ) as plats
    from (
        select
            gallande.*,
            coalesce(nullif({{ slug('gallande.' ~ namn) }}, ''), '{{ okand_kod }}') as {{ namn }}_kod
        from (
            {{ gallande_rader(staging, bladtyp) }}
        ) as gallande
    ) as kodade
{%- endmacro %}

{#- The keys of a row of another sheet: its project, unknown where the row names none, and its
    nämnd, as both were called that year. `rad` has the columns kommun_kod, projekt, namnd_kod and ar. -#}
{% macro bladets_nycklar(rad) -%}
    select
        {{ rad }}.*,
        coalesce(projekt.projekt_key, {{ nyckel([rad ~ '.kommun_kod', okand('projekt')]) }}) as projekt_key,
        coalesce(projekt.projekt_kod, {{ okand('projekt') }}) as projekt_kod,
        namnd.namnd_key
    from {{ rad }}
    left join {{ ref('int_projekt__namn') }} as namn
        on {{ samma_kolumner(rad, 'namn', ['projekt', 'ar']) }}
    left join {{ ref('int_projekt__identitet') }} as identitet
        on {{ samma_kolumner('namn', 'identitet', ['namn_nyckel']) }} and not namn.ar_okant
    left join {{ ref('int_projekt__historik') }} as projekt
        on
            identitet.kommun_kod = projekt.kommun_kod
            and identitet.projekt_kod = projekt.projekt_kod
            and {{ rad }}.ar between projekt.fran_ar and projekt.till_ar
    {{ arets_namnd(rad) }}
{%- endmacro %}

{#- The texts of a group in one, as paragraphs in the order of `plats`. `gang` is a column that
    is 1 where the text stands for the first time: a text that is repeated is said once. -#}
{% macro samlad_text(text, gang) -%}
    {{ sammanfoga('case when ' ~ gang ~ ' = 1 then ' ~ text ~ ' end', '\n\n', 'plats') }}
{%- endmacro %}

{#- The columns by which two relations speak of the same submission in the same file. -#}
{% macro samma_inlamning(en, annan) -%}
    {{ samma_kolumner(en, annan, ['inlamning_nyckel', 'ar', 'version', 'fil_sha256']) }}
{%- endmacro %}

{#- The columns by which a row and a submission name the same nämnd's account in the same file. -#}
{% macro samma_avsandare(en, annan) -%}
    {{ samma_kolumner(en, annan, ['fil_sha256', 'namnd_kod', 'ar', 'version']) }}
{%- endmacro %}
