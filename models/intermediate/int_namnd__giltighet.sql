-- Which version of a nämnd holds in which years: the latest that began by the year's end. The first
-- version also answers for the years before it, so that no money is left without a nämnd. Of two
-- that began in one year the earlier ends before it begins and holds in no year.
with versioner as (
    select
        *,
        cast(extract(year from giltig_fran) as integer) as start_ar,
        row_number() over (
            partition by kommun_kod, namnd_kod order by giltig_fran nulls first
        ) as ordning
    from {{ ref('namnd') }}
),

perioder as (
    select
        *,
        case when ordning = 1 then 0 else start_ar end as fran_ar,
        coalesce(
            lead(start_ar) over (partition by kommun_kod, namnd_kod order by ordning) - 1, 9999
        ) as till_ar,
        lead(namnd_kod) over (
            partition by kommun_kod, namnd_kod order by ordning
        ) is null as ar_senaste
    from versioner
),

final as (
    select
        kommun_kod,
        {{ nyckel(['kommun_kod', 'namnd_kod', 'giltig_fran']) }} as namnd_key,
        namnd_kod,
        namnd,
        forvaltning_kod,
        forvaltning,
        giltig_fran,
        giltig_till,
        ar_senaste,
        fran_ar,
        till_ar
    from perioder
    union all
    select
        kommun_kod,
        {{ nyckel(['kommun_kod', okand('namnd')]) }} as namnd_key,
        {{ okand('namnd') }} as namnd_kod,
        'Okänd nämnd' as namnd,
        {{ okand('namnd') }} as forvaltning_kod,
        'Okänd förvaltning' as forvaltning,
        {{ alltid_giltig() }}
    from {{ ref('organisation') }}
)

select * from final
