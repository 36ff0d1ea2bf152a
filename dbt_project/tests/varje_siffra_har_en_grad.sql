-- Every row of the reports of paid money has its grades: none is missing and stood in for.
{% set delar = {
    'rpt_sammanfattning': ['staden', "''"],
    'rpt_utbetalt_per_namnd': ['namnd', 'namnd_kod'],
    'rpt_utbetalt_per_fondgrupp': ['fondgrupp', 'fondgrupp'],
    'rpt_utbetalt_per_kf_mal': ['kf_mal', "coalesce(cast(nummer as string), 'OKANT')"],
} %}
with visade as (
    {% for rapport, del in delar.items() %}
    select
        ar,
        '{{ del[0] }}' as dimension,
        {{ del[1] }} as varde_kod
    from {{ ref(rapport) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

antal as (
    select
        ar,
        dimension,
        varde_kod,
        count(*) as antal_matt
    from {{ ref('int_grad__snitt') }}
    group by ar, dimension, varde_kod
)

select visade.*
from visade
left join antal
    on
        visade.ar = antal.ar
        and visade.dimension = antal.dimension
        and visade.varde_kod = antal.varde_kod
where antal.antal_matt is distinct from {{ grad_matt() | length }}
