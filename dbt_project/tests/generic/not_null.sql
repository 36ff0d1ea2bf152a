{#- dbt's own, proved as the table is built (macros/loften.sql). -#}
{% test not_null(model, column_name) %}
{{ config(tags=['provas_vid_bygget']) }}
{{ default__test_not_null(model, column_name) }}
{% endtest %}
