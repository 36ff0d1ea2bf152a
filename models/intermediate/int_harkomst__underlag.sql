-- The rows behind each participation's amount. Together they are the amount: booked rows where the
-- ledger decides, else what the nämnd's rows reported.
with

deltaganden as (

    select * from {{ ref('int_deltagande') }}
    where belopp_sek is not null

),

inlamnade as (

    select * from {{ ref('int_deltagande__rad') }}
    where redovisat_sek is not null

),

bokforda as (

    select * from {{ ref('int_ledger__utbetalning') }}

),

-- Booked money has no fund of its own and stands behind all funds of its participation.
ur_ledger as (

    select
        bokforda.kallrad_id,
        bokforda.projekt_kod,
        bokforda.namnd_kod,
        bokforda.ar,
        cast(null as string) as fond_kod,
        bokforda.belopp_sek
    from bokforda
    inner join deltaganden
        on
            bokforda.projekt_kod = deltaganden.projekt_kod
            and bokforda.namnd_kod = deltaganden.namnd_kod
            and bokforda.ar = deltaganden.ar
    where deltaganden.belopp_kalla = 'bokfort'

),

-- Reported money belongs to the fund of its own row.
ur_inlamning as (

    select
        inlamnade.kallrad_id,
        inlamnade.projekt_kod,
        inlamnade.namnd_kod,
        inlamnade.ar,
        inlamnade.fond_kod,
        inlamnade.redovisat_sek as belopp_sek
    from inlamnade
    inner join deltaganden
        on
            inlamnade.projekt_kod = deltaganden.projekt_kod
            and inlamnade.namnd_kod = deltaganden.namnd_kod
            and inlamnade.ar = deltaganden.ar
    where deltaganden.belopp_kalla = 'redovisat'

),

-- A booked zero without a booking rests on the nämnd's row: it says that there was something to
-- book, and nothing of its amount counts.
utan_bokning as (

    select
        inlamnade.kallrad_id,
        inlamnade.projekt_kod,
        inlamnade.namnd_kod,
        inlamnade.ar,
        cast(null as string) as fond_kod,
        cast(0 as decimal(18, 2)) as belopp_sek
    from inlamnade
    inner join deltaganden
        on
            inlamnade.projekt_kod = deltaganden.projekt_kod
            and inlamnade.namnd_kod = deltaganden.namnd_kod
            and inlamnade.ar = deltaganden.ar
    left join bokforda
        on
            inlamnade.projekt_kod = bokforda.projekt_kod
            and inlamnade.namnd_kod = bokforda.namnd_kod
            and inlamnade.ar = bokforda.ar
    where
        deltaganden.belopp_kalla = 'bokfort'
        and bokforda.kallrad_id is null

)

select * from ur_ledger
union all
select * from ur_inlamning
union all
select * from utan_bokning
