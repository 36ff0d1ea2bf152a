{#- What a table promises of its own rows is proved where the table is made, in one statement.

    A test is a node of dbt's, and a node costs more than these questions do: a table with six
    promises would wait for six. Kinds of tests that are tagged so (tests/generic) are therefore
    left out of the build (fondbok/warehouse/build.py) and asked here, word for word as their own
    macros write them. A promise that is broken ends the model with an error that names the tests
    and counts their rows; fondbok/quality/dbt_results.py reads it. Other engines run the tests. -#}
{% macro prova_loften() -%}
    {%- if execute and target.type == 'duckdb' -%}
    {%- set fragor = [] -%}
    {#- In brackets: it is asked of every node for every table, and with a dot it takes three times
        as long. -#}
    {%- set tabell = model.unique_id -%}
    {%- for test in graph.nodes.values()
        if test['resource_type'] == 'test'
        and test['attached_node'] == tabell
        and 'provas_vid_bygget' in test.tags
        and test.config.severity | lower == 'error' -%}
        {%- do fragor.append(lofte(test)) -%}
    {%- endfor -%}
    {%- if fragor -%}
select error('brutna loften: ' || {{ sammanfoga("test || '=' || antal", ' ', 'test') }})
from ({{ fragor | join(' union all ') }})
where antal > 0
having count(*) > 0
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- How many rows break one promise. -#}
{% macro lofte(test) -%}
    {%- set sagt = {} -%}
    {%- for namn, varde in test.test_metadata.kwargs.items() if namn != 'model' -%}
        {%- do sagt.update({namn: varde}) -%}
    {%- endfor -%}
    {%- set rader = '(select * from ' ~ this ~ ' where ' ~ test.config.where ~ ') as rader'
        if test.config.where else this -%}
(
    select '{{ test.unique_id }}' as test, count(*) as antal
    from ({{ context['test_' ~ test.test_metadata.name](model=rader, **sagt) }})
)
{%- endmacro %}
