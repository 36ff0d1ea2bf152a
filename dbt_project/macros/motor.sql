{#- What engines say in different words, and nothing else. Each macro gives the same value on DuckDB
    and on Spark; docs/explanation/one-machine-or-many.md tells which differences were found and how.
    The words that two engines read differently are refused where they stand bare
    (engines/spellings.py). -#}

{#- DuckDB is told whether a CTE is kept or read anew by each who reads it; Spark decides alone and
    knows no such word. -#}
{% macro cte(hur) -%} {{ adapter.dispatch('cte', 'fondbok')(hur) }} {%- endmacro %}
{% macro default__cte(hur) -%} {%- endmacro %}
{% macro duckdb__cte(hur) -%} {{ hur }} {%- endmacro %}

{#- Every blank of Unicode, each as itself: what an engine counts as one differs. -#}
{% macro blanksteg() -%}
    {{ return('\u0020\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000') }}
{%- endmacro %}

{#- A text without blanks at its ends. DuckDB's trim takes every blank of Unicode, Spark's only the
    ordinary one; told which, Spark takes the same. -#}
{% macro putsad(text) -%} {{ adapter.dispatch('putsad', 'fondbok')(text) }} {%- endmacro %}
{% macro default__putsad(text) -%}
    trim(both '{{ blanksteg() }}' from {{ text }})
{%- endmacro %}
{% macro duckdb__putsad(text) -%} trim({{ text }}) {%- endmacro %}

{#- One output row per whole number from one to another, none when the other is smaller. Stands alone
    in a select list. Spark's sequence counts down where DuckDB's series is empty. -#}
{% macro talen_fran(fran, till) -%}
    {{ adapter.dispatch('talen_fran', 'fondbok')(fran, till) }}
{%- endmacro %}
{% macro default__talen_fran(fran, till) -%}
    explode(case when {{ fran }} <= {{ till }} then sequence({{ fran }}, {{ till }}) end)
{%- endmacro %}
{% macro duckdb__talen_fran(fran, till) -%} unnest(generate_series({{ fran }}, {{ till }})) {%- endmacro %}

{#- How a model is stored that adds the rows of new files to what it has made. What is kept of a file
    that is read anew is taken away by landing, in DuckDB; elsewhere nothing takes it away, a
    Parquet table has no delete, and stale rows would stay without a word: there it is made anew. -#}
{% macro bevarad() -%} {{ return(adapter.dispatch('bevarad', 'fondbok')()) }} {%- endmacro %}
{% macro default__bevarad() -%} {{ return('table') }} {%- endmacro %}
{% macro duckdb__bevarad() -%} {{ return('incremental') }} {%- endmacro %}

{#- How many signs have to be changed for one text to be another. DuckDB counts bytes, so that å is two;
    Spark counts letters, and is given each byte as a letter of its own. -#}
{% macro teckenavstand(en, annan) -%}
    {{ adapter.dispatch('teckenavstand', 'fondbok')(en, annan) }}
{%- endmacro %}
{% macro default__teckenavstand(en, annan) -%}
    levenshtein(
        decode(encode({{ en }}, 'UTF-8'), 'ISO-8859-1'),
        decode(encode({{ annan }}, 'UTF-8'), 'ISO-8859-1')
    )
{%- endmacro %}
{% macro duckdb__teckenavstand(en, annan) -%} levenshtein({{ en }}, {{ annan }}) {%- endmacro %}

{#- A text as it stands in SQL. A backslash is a sign here and begins one on Spark. -#}
{% macro default__text_literal(text) -%}
    '{{ text | string | replace('\\', '\\\\') | replace("'", "\\'") }}'
{%- endmacro %}
{% macro duckdb__text_literal(text) -%} '{{ text | replace("'", "''") }}' {%- endmacro %}
