{#- Every row of a report of paid money has its grades: none is missing and stood in for. -#}
{% test varje_siffra_har_en_grad(model) %}
{{ config(enabled=true) }}
{%- set rapporten = rapport(model.identifier) %}
with visade as (
    select
        kommun_kod,
        ar,
        {{ rapporten.varde }} as varde_kod
    from {{ model }}
),

antal as (
    select
        kommun_kod,
        ar,
        varde_kod,
        count(*) as antal_matt
    from {{ ref('int_grad__snitt') }}
    where dimension = '{{ rapporten.snitt }}'
    group by kommun_kod, ar, varde_kod
)

select visade.*
from visade
left join antal on {{ samma_kolumner('visade', 'antal', ['ar', 'varde_kod']) }}
where antal.antal_matt is distinct from {{ grad_matt() | length }}
{% endtest %}
