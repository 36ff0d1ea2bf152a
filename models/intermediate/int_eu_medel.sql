-- A participation's money per fund and KF goal, split so that the goals add up to the fund.
{% set fondens = ['kommun_kod', 'projekt_kod', 'namnd_kod', 'ar', 'fond_kod'] %}
with rader as (
    select
        medel.{{ fondens | join(', medel.') }},
        andel.malperiod,
        andel.nummer,
        andel.vikt,
        andel.andel,
        medel.redovisat_sek,
        medel.bokfort_sek,
        medel.belopp_sek,
        medel.formedlat_sek,
        medel.belopp_kalla
    from {{ ref('int_eu_medel__fond') }} as medel
    inner join {{ ref('int_projekt__kf_mal_andel') }} as andel
        on {{ samma_deltagande('medel', 'andel') }}
),

fordelade as (
    select * from (
        {{ fordela(
            'rader',
            belopp=['redovisat_sek', 'bokfort_sek', 'belopp_sek', 'formedlat_sek'],
            vikt='vikt',
            grupp=fondens,
            ordning=['nummer nulls last', 'malperiod nulls last']
        ) | indent(8) }}
    ) as fordelad
),

final as (
    select
        {{ fondens | join(', ') }},
        malperiod,
        nummer,
        andel,
        redovisat_sek_del as redovisat_sek,
        bokfort_sek_del as bokfort_sek,
        belopp_sek_del as belopp_sek,
        formedlat_sek_del as formedlat_sek,
        belopp_kalla
    from fordelade
)

select * from final
