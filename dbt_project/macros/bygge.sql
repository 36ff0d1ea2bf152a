{#- How a model becomes a table or a view: put in the place of what was there, in one statement.

    dbt's own way builds beside, renames twice and drops, which is for engines that cannot replace;
    DuckDB replaces in one transaction. -#}

{% materialization table, adapter='duckdb' %}
    {%- set relation = this.incorporate(type='table') -%}
    {% do rojd_vag(relation) %}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') -%}
        {{ skapa_tabell(relation, compiled_code) }}
    {%- endcall %}
    {% do persist_docs(relation, model) %}
    {{ adapter.commit() }}
    {{ kor_efterat(post_hooks) }}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- set relation = this.incorporate(type='view') -%}
    {% do rojd_vag(relation) %}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') -%}
        create or replace view {{ relation }} as (
            {{ compiled_code }}
        )
    {%- endcall %}
    {% do persist_docs(relation, model) %}
    {{ adapter.commit() }}
    {{ kor_efterat(post_hooks) }}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{#- The post-hooks, once what was built stands: a table that breaks a promise is there to be looked
    at. dbt's own way begins a transaction for each, which costs as much as the question. -#}
{% macro kor_efterat(hooks) %}
    {% for hook in hooks %}
        {%- set sats = render(hook.get('sql')) | trim -%}
        {% if sats %}
            {% call statement('efterat', auto_begin=False) -%}{{ sats }}{%- endcall %}
        {% endif %}
    {% endfor %}
{% endmacro %}

{#- What had the name and is of another kind cannot be replaced, only dropped. -#}
{% macro rojd_vag(relation) %}
    {%- set there = load_cached_relation(relation) -%}
    {% if there is not none and there.type != relation.type %}
        {% do adapter.drop_relation(there) %}
    {% endif %}
{% endmacro %}

{% macro skapa_tabell(relation, compiled_code) %}
    {% if config.get('contract').enforced %}
        {{ get_assert_columns_equivalent(compiled_code) }}
        create or replace table {{ relation }} {{ get_table_columns_and_constraints() }};
        insert into {{ relation }} {{ get_column_names() }} (
            {{ get_select_subquery(compiled_code) }}
        )
    {% else %}
        create or replace table {{ relation }} as (
            {{ compiled_code }}
        )
    {% endif %}
{% endmacro %}

{#- A reference table is read by the engine, column by column as its header names them: dbt would
    first read it into memory to guess the types that its YAML says. The file is named from the
    folder of the project that runs: the one that dbt remembers may be another home's. -#}
{% materialization seed, adapter='duckdb' %}
    {%- set relation = this.incorporate(type='table') -%}
    {% do rojd_vag(relation) %}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') -%}
        create or replace table {{ relation }} (
            {%- for kolumn, typ in config.get('column_types').items() %}
            {{ kolumn }} {{ typ }}{{ ',' if not loop.last }}
            {%- endfor %}
        );
        insert into {{ relation }} by name
        select * from read_csv(
            '{{ invocation_args_dict.get('project_dir', '.') }}/{{ model.original_file_path }}',
            header = true, delim = ',', quote = '"', escape = '"', all_varchar = true
        )
    {%- endcall %}
    {#- dbt asks afterwards for the rows it read, to show them: there are none. -#}
    {% do store_result('agate_table', response='OK', agate_table=none) %}
    {% do persist_docs(relation, model) %}
    {{ adapter.commit() }}
    {{ kor_efterat(post_hooks) }}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{#- What a table and its columns mean goes into the database in one statement. dbt's own way first asks,
    twice, which columns there are; a column that is described and is not there is an error here. -#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) %}
    {%- set satser = [] -%}
    {%- if for_relation and config.persist_relation_docs() and model.description -%}
        {%- do satser.append(alter_relation_comment(relation, model.description)) -%}
    {%- endif -%}
    {%- if for_columns and config.persist_column_docs() -%}
        {%- for kolumn in model.columns.values() if kolumn.description -%}
            {%- do satser.append(
                'comment on column ' ~ relation ~ '.' ~ kolumn.name
                ~ ' is ' ~ duckdb_escape_comment(kolumn.description) ~ ';'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if satser -%}
        {%- call statement('beskrivning') -%}{{ satser | join('\n') }}{%- endcall -%}
    {%- endif -%}
{% endmacro %}
