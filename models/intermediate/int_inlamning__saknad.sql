-- The nämnder that have not handed in: of each year that any nämnd handed in, those that were there
-- at the year's end. A nämnd that was not is not missing: another answers for its year.
with inlamnade as (
    select distinct
        kommun_kod,
        ar,
        namnd_kod
    from {{ ref('int_inlamning__utfall') }}
),

namnder as (
    select *
    from {{ ref('int_namnd__giltighet') }}
    where namnd_kod <> {{ okand('namnd') }}
),

aren as (
    select distinct
        kommun_kod,
        ar
    from inlamnade
),

final as (
    select
        aren.kommun_kod,
        aren.ar,
        namnder.namnd_kod,
        namnder.namnd
    from aren
    inner join namnder
        on
            aren.kommun_kod = namnder.kommun_kod
            and aren.ar between namnder.fran_ar and namnder.till_ar
    left join inlamnade
        on
            aren.kommun_kod = inlamnade.kommun_kod
            and aren.ar = inlamnade.ar
            and namnder.namnd_kod = inlamnade.namnd_kod
    where
        inlamnade.namnd_kod is null
        and (
            namnder.giltig_till is null or namnder.giltig_till >= make_date(aren.ar, 12, 31)
        )
        and (
            namnder.giltig_fran is null or aren.ar >= extract(year from namnder.giltig_fran)
        )
)

select * from final
