-- The bits of macros/grad.sql stand in the order of seeds/grad.csv.
select
    id,
    ordning
from {{ ref('grad') }}
where
    id is distinct from case ordning
        when 1 then {{ grad('0') }}
        {% for namn in grader() %}
        when {{ loop.index + 1 }} then {{ grad(grad_bit(namn)) }}
        {% endfor %}
    end
