{#- dbt's own, proved as the table is built (macros/loften.sql). -#}
{% test accepted_values(model, column_name, values, quote=true) %}
{{ config(tags=['provas_vid_bygget']) }}
{{ default__test_accepted_values(model, column_name, values, quote) }}
{% endtest %}
