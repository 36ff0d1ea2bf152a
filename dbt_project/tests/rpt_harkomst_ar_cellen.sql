-- Every known money cell of the rpt_utbetalt_ tables is the sum of the rows behind it, to the öre;
-- an unknown cell has no rows, and no row stands behind a cell that is not there.
{% set rapporter = [
    'rpt_utbetalt_per_namnd', 'rpt_utbetalt_per_fondgrupp', 'rpt_utbetalt_per_kf_mal'
] %}
{% set matt = [
    'belopp_sek', 'belopp_agare_sek', 'belopp_part_sek', 'belopp_annan_roll_sek',
    'belopp_okand_roll_sek'
] %}

with

breda as (

    {% for rapport in rapporter %}
    select
        '{{ rapport }}' as rapport,
        radnyckel,
        {{ matt | join(', ') }}
    from {{ ref(rapport) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

celler as (

    {% for kolumn in matt %}
    select
        rapport,
        radnyckel,
        '{{ kolumn }}' as matt,
        {{ kolumn }} as cell_sek
    from breda
    where {{ kolumn }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

rader as (

    select
        rapport,
        radnyckel,
        matt,
        sum(belopp_sek) as rader_sek
    from {{ ref('brygga_harkomst') }}
    group by rapport, radnyckel, matt

)

select
    celler.rapport,
    celler.radnyckel,
    celler.matt,
    celler.cell_sek,
    rader.rapport as harkomst_rapport,
    rader.radnyckel as harkomst_radnyckel,
    rader.rader_sek
from celler
full outer join rader
    on
        celler.rapport = rader.rapport
        and celler.radnyckel = rader.radnyckel
        and celler.matt = rader.matt
where celler.cell_sek is distinct from rader.rader_sek
