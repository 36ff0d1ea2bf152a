-- The rows behind each participation's amount. Together they are the amount: booked rows where the
-- ledger decides, else what the nämnd's rows reported. A difference is both: what was booked, less
-- the reported rows that stand for it elsewhere.
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
        bokforda.kommun_kod,
        bokforda.kallrad_id,
        bokforda.projekt_kod,
        bokforda.namnd_kod,
        bokforda.ar,
        cast(null as string) as fond_kod,
        bokforda.belopp_sek
    from bokforda
    inner join deltaganden
        on {{ samma_deltagande('bokforda', 'deltaganden') }}
    where deltaganden.belopp_kalla in ('bokfort', 'skillnad')

),

-- Reported money belongs to the fund of its own row.
ur_inlamning as (

    select
        inlamnade.kommun_kod,
        inlamnade.kallrad_id,
        inlamnade.projekt_kod,
        inlamnade.namnd_kod,
        inlamnade.ar,
        inlamnade.fond_kod,
        inlamnade.redovisat_sek as belopp_sek
    from inlamnade
    inner join deltaganden
        on {{ samma_deltagande('inlamnade', 'deltaganden') }}
    where deltaganden.belopp_kalla = 'redovisat'

),

-- A zero without a booking rests on the nämnd's row: it says that there was something to book, and
-- nothing of its amount counts here.
utan_bokning as (

    select
        inlamnade.kommun_kod,
        inlamnade.kallrad_id,
        inlamnade.projekt_kod,
        inlamnade.namnd_kod,
        inlamnade.ar,
        cast(null as string) as fond_kod,
        cast(0 as decimal(18, 2)) as belopp_sek
    from inlamnade
    inner join deltaganden
        on {{ samma_deltagande('inlamnade', 'deltaganden') }}
    left join bokforda
        on {{ samma_deltagande('inlamnade', 'bokforda') }}
    where
        deltaganden.belopp_kalla in ('bokfort', 'annan_namnd', 'annat_ar')
        and bokforda.kallrad_id is null

),

-- What is claimed of bookings under an unknown name: see int_deltagande__kalla.
avraknade as (

    select
        kalla.kommun_kod,
        skillnad.projekt_kod as till_projekt_kod,
        skillnad.namnd_kod as till_namnd_kod,
        kalla.projekt_kod,
        kalla.namnd_kod,
        kalla.ar
    from {{ ref('int_deltagande__kalla') }} as kalla
    inner join {{ ref('int_deltagande__kalla') }} as skillnad
        on
            kalla.kommun_kod = skillnad.kommun_kod
            and kalla.ar = skillnad.ar
            and (
                (
                    kalla.ansprak = 'namndens'
                    and kalla.namnd_kod = skillnad.namnd_kod
                    and skillnad.projekt_kod = {{ okand('projekt') }}
                )
                or (
                    kalla.ansprak = 'projektets'
                    and kalla.projekt_kod = skillnad.projekt_kod
                    and skillnad.namnd_kod = {{ okand('namnd') }}
                )
            )
    where skillnad.belopp_kalla = 'skillnad'

),

-- A row that stands for money there counts against it; what is booked in its own name, with it.
rader as (

    select
        kommun_kod,
        kallrad_id,
        projekt_kod,
        namnd_kod,
        ar,
        cast(-redovisat_sek as decimal(18, 2)) as belopp_sek
    from inlamnade
    union all
    select
        kommun_kod,
        kallrad_id,
        projekt_kod,
        namnd_kod,
        ar,
        belopp_sek
    from bokforda

),

ur_avraknade as (

    select
        rader.kommun_kod,
        rader.kallrad_id,
        avraknade.till_projekt_kod as projekt_kod,
        avraknade.till_namnd_kod as namnd_kod,
        avraknade.ar,
        cast(null as string) as fond_kod,
        rader.belopp_sek
    from rader
    inner join avraknade on {{ samma_deltagande('rader', 'avraknade') }}

)

select * from ur_ledger
union all
select * from ur_inlamning
union all
select * from utan_bokning
union all
select * from ur_avraknade
