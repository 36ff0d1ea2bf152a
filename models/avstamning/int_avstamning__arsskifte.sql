-- Reported for one year and booked as the next began, seen from either of the two years. The year
-- before must have reported as much more than it booked: else the money is none of its.
with skillnader as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        coalesce(redovisat_sek, 0) - coalesce(bokfort_sek, 0) as skillnad_sek
    from {{ ref('int_deltagande') }}
),

-- What came in during the first two months: day by day, and all of it up to that day.
tidiga as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        datum,
        sum(belopp_sek) as dagens_sek,
        sum(sum(belopp_sek)) over (
            partition by kommun_kod, projekt_kod, namnd_kod, ar order by datum
        ) as hittills_sek
    from {{ ref('int_ledger__utbetalning') }}
    where extract(month from datum) <= 2
    group by kommun_kod, projekt_kod, namnd_kod, ar, datum
),

fran_aret_fore as (
    select
        fore.kommun_kod,
        fore.projekt_kod,
        fore.namnd_kod,
        fore.ar,
        tidiga.datum,
        fore.skillnad_sek as belopp_sek
    from skillnader as fore
    inner join tidiga
        on
            {{ samma_aret_efter('fore', 'tidiga') }}
            and fore.skillnad_sek in (tidiga.dagens_sek, tidiga.hittills_sek)
),

fran_aret_efter as (
    select
        efter.kommun_kod,
        efter.projekt_kod,
        efter.namnd_kod,
        efter.ar,
        tidiga.datum,
        -efter.skillnad_sek as belopp_sek
    from skillnader as efter
    inner join skillnader as fore
        on {{ samma_aret_efter('fore', 'efter') }}
    inner join tidiga
        on
            {{ samma_deltagande('efter', 'tidiga') }}
            and -efter.skillnad_sek in (tidiga.dagens_sek, tidiga.hittills_sek)
    where
        case
            when efter.skillnad_sek < 0 then fore.skillnad_sek >= -efter.skillnad_sek
            else fore.skillnad_sek <= -efter.skillnad_sek
        end
),

bada as (
    select * from fran_aret_fore
    union all
    select * from fran_aret_efter
),

final as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        min(datum) as datum,
        max(belopp_sek) as belopp_sek
    from bada
    where belopp_sek <> 0
    group by kommun_kod, projekt_kod, namnd_kod, ar
)

select * from final
