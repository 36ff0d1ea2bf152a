-- Paid per published group of funds and year. Groups without participations have no row.
with summerade as (
    select
        rad.kommun_kod,
        rad.ar,
        fond.fondgrupp,
        {{ utbetalt_summor('rad') | indent(4) }}
    from {{ ref('fct_eu_medel') }} as rad
    inner join {{ ref('dim_fond') }} as fond on rad.fond_key = fond.fond_key
    group by rad.kommun_kod, rad.ar, fond.fondgrupp
    having {{ nagot_utbetalt('rad') }}
)

{{ utbetalt_rapport('rpt_utbetalt_per_fondgrupp', 'summerade') }}
