-- The grade of each figure that a report shows: what it rests on, whether a printed figure
-- disagrees, and for the city's whole whether one does with any part. The weakest fact decides.
with grund as (
    select
        kommun_kod,
        ar,
        dimension,
        varde_kod,
        matt,
        skal
    from {{ ref('int_grad__matt') }}
    where omfattning = 'staden' and dimension in ({{ rapporterade_snitt() }})
),

alla_mal as (
    select
        kommun_kod,
        ar,
        matt,
        bit_or(skal) as skal
    from grund
    where dimension = 'kf_mal'
    group by kommun_kod, ar, matt
),

-- A goal that nothing is on is in the report too: it rests on all the year's rows being elsewhere.
tomma_mal as (
    select
        alla.kommun_kod,
        alla.ar,
        'kf_mal' as dimension,
        cast(mal.nummer as string) as varde_kod,
        alla.matt,
        (alla.skal & ({{ grad_bit('delvis') }} | {{ grad_bit('anpassad') }}))
        | {{ grad_om('delvis', "alla.matt like '%_sek'") }} as skal
    from alla_mal as alla
    inner join {{ ref('ar') }} as aret on alla.kommun_kod = aret.kommun_kod and alla.ar = aret.ar
    inner join {{ ref('kf_mal') }} as mal
        on aret.kommun_kod = mal.kommun_kod and aret.malperiod = mal.malperiod
    left join grund
        on
            alla.kommun_kod = grund.kommun_kod
            and alla.ar = grund.ar
            and alla.matt = grund.matt
            and grund.dimension = 'kf_mal'
            and cast(mal.nummer as string) = grund.varde_kod
    where grund.ar is null
),

-- Printed figures that are not what the marts say, or that are so by chance only, by the columns of
-- the reports. The roles of the city have columns and no rows of their own.
tryckta as (
    select
        kommun_kod,
        ar,
        case when dimension = 'roll' then 'staden' else dimension end as dimension,
        case when dimension in ('roll', 'staden') then '' else varde_kod end as varde_kod,
        case
            when matt = 'utbetalt_sek' and dimension = 'roll' then 'belopp_' || varde_kod || '_sek'
            when matt = 'utbetalt_sek' and bas = 'agare' then 'belopp_agare_sek'
            when matt = 'utbetalt_sek' then 'belopp_sek'
            when matt = 'antal_projekt' and dimension = 'roll' then 'antal_' || varde_kod
            else matt
        end as matt
    from {{ ref('int_avstamning__jamforelse') }}
    where
        status in ('avviker', 'stammer_av_slump')
        and (omfattning = 'staden' or (dimension = 'namnd' and omfattning = varde_kod))
),

motsagda as (
    select
        kommun_kod,
        ar,
        dimension,
        varde_kod,
        matt
    from tryckta
    union distinct
    select
        kommun_kod,
        ar,
        'staden' as dimension,
        '' as varde_kod,
        matt
    from tryckta
    where matt like 'belopp_%' or dimension = 'namnd'
),

alla as (
    select * from grund
    union all
    select * from tomma_mal
),

final as (
    select
        alla.kommun_kod,
        alla.ar,
        alla.dimension,
        alla.varde_kod,
        alla.matt,
        cast(
            alla.skal | {{ grad_om('motsagd', 'motsagda.ar is not null') }} as integer
        ) as skal
    from alla
    left join motsagda
        on
            alla.kommun_kod = motsagda.kommun_kod
            and alla.ar = motsagda.ar
            and alla.dimension = motsagda.dimension
            and alla.varde_kod = motsagda.varde_kod
            and alla.matt = motsagda.matt
)

select
    *,
    {{ grad('skal') }} as grad
from final
