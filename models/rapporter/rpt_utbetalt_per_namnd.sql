-- Paid per nämnd and year, from participations: no split is needed on this grain.
with summerade as (
    select
        rad.kommun_kod,
        rad.ar,
        rad.namnd_kod,
        namnd.namnd,
        namnd.forvaltning,
        count(distinct rad.projekt_kod) filter (where {{ ar_raknad('rad') }} and rad.ar_eu)
            as {{ visat_matt('antal_sakra_eu_projekt') }},
        count(distinct rad.projekt_kod) filter (where {{ ar_raknad('rad') }} and rad.ar_eu is null)
            as {{ visat_matt('antal_okand_fond_projekt') }},
        {{ utbetalt_summor('rad') | indent(4) }}
    from {{ ref('int_deltagande__matt') }} as rad
    inner join {{ ref('dim_namnd') }} as namnd
        on rad.kommun_kod = namnd.kommun_kod and rad.namnd_key = namnd.namnd_key
    group by rad.kommun_kod, rad.ar, rad.namnd_kod, namnd.namnd, namnd.forvaltning
    having {{ nagot_utbetalt('rad') }}
)

{{ utbetalt_rapport(
    'rpt_utbetalt_per_namnd',
    'summerade',
    antal=['antal_sakra_eu_projekt', 'antal_okand_fond_projekt'],
) }}
