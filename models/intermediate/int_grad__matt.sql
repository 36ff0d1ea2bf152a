-- int_grad__grund with a row for each measure.
{% for namn in grad_matt() %}
select
    kommun_kod,
    ar,
    omfattning,
    dimension,
    varde_kod,
    '{{ namn }}' as matt,
    {{ namn }} as skal
from {{ ref('int_grad__grund') }}
{{ 'union all' if not loop.last }}
{% endfor %}
