{# The voucher a line stands in; NULL before the first and after a closing brace. #}
{% macro inside() -%}
case when ver > coalesce(slut, 0) then ver end
{%- endmacro %}

{# The line without blanks around it: trim() on every line would cost as much as matching it. #}
{% macro bare_line() -%}
case
    when ends_with(line, ' ') or ends_with(line, chr(9))
        then rtrim({{ begun_line() }})
    else {{ begun_line() }}
end
{%- endmacro %}

{# The line from its first sign that is no blank. #}
{% macro begun_line() -%}
substr(
    case when contains(line, chr(9)) then replace(line, chr(9), ' ') else line end, indrag + 1
)
{%- endmacro %}

{# The words of a text, parted by one or more blanks. Replacing by expression is dear: only where
   blanks stand together. #}
{% macro words(value) -%}
string_split(
    case
        when contains({{ value }}, '  ') then regexp_replace({{ value }}, ' +', ' ', 'g')
        else {{ value }}
    end,
    ' '
)
{%- endmacro %}

{# A pair of another dimension as a JSON member, NULL for dimensions 1 and 6. #}
{% macro other(dimension, code) -%}
case
    when o[{{ dimension }}] not in ('1', '6')
        then '"' || o[{{ dimension }}] || '":"' || o[{{ code }}] || '"'
end
{%- endmacro %}
