-- What each export booked for a nämnd's year beside what it is measured against: what was reported,
-- project by project and for the whole year (del is blank), or where nobody reported the year, the
-- nämnd's largest other year.
with bokfort as (
    select
        kommun_kod,
        fil_sha256,
        namnd_kod,
        ar,
        projekt_kod,
        cast(sum(belopp_sek) as decimal(38, 2)) as fil_sek,
        bool_and(belopp_sek = floor(belopp_sek)) as utan_oren
    from {{ ref('int_ledger__utbetalning') }}
    where namnd_kod <> {{ okand('namnd') }}
    group by kommun_kod, fil_sha256, namnd_kod, ar, projekt_kod
),

redovisat as (
    select
        kommun_kod,
        namnd_kod,
        ar,
        projekt_kod,
        min(projekt) as projekt,
        cast(sum(redovisat_sek) as decimal(38, 2)) as redovisat_sek
    from {{ ref('int_deltagande__rad') }}
    where redovisat_sek is not null
    group by kommun_kod, namnd_kod, ar, projekt_kod
),

-- Each file beside all that is booked.
nivaer as (
    select
        kommun_kod,
        fil_sha256,
        namnd_kod,
        ar,
        projekt_kod as del,
        fil_sek,
        sum(fil_sek) over (partition by kommun_kod, namnd_kod, ar, projekt_kod) as bokfort_sek,
        utan_oren
    from bokfort
    where projekt_kod <> {{ okand('projekt') }}
    union all
    select
        kommun_kod,
        fil_sha256,
        namnd_kod,
        ar,
        '' as del,
        cast(sum(fil_sek) as decimal(38, 2)) as fil_sek,
        sum(sum(fil_sek)) over (partition by kommun_kod, namnd_kod, ar) as bokfort_sek,
        bool_and(utan_oren) as utan_oren
    from bokfort
    group by kommun_kod, fil_sha256, namnd_kod, ar
),

redovisade_nivaer as (
    select
        kommun_kod,
        namnd_kod,
        ar,
        projekt_kod as del,
        projekt,
        redovisat_sek as mot_sek
    from redovisat
    union all
    select
        kommun_kod,
        namnd_kod,
        ar,
        '' as del,
        'hela nämnden' as projekt,
        cast(sum(redovisat_sek) as decimal(38, 2)) as mot_sek
    from redovisat
    group by kommun_kod, namnd_kod, ar
),

andra_ar as (
    select
        nivaer.kommun_kod,
        nivaer.fil_sha256,
        nivaer.ar,
        nivaer.namnd_kod,
        cast(
            max(greatest(andra.bokfort_sek, coalesce(redovisade_andra.mot_sek, 0)))
            as decimal(38, 2)
        ) as mot_sek
    from nivaer
    inner join nivaer as andra
        on
            nivaer.kommun_kod = andra.kommun_kod
            and nivaer.namnd_kod = andra.namnd_kod
            and nivaer.ar <> andra.ar
            and nivaer.fil_sha256 <> andra.fil_sha256
    left join redovisade_nivaer as redovisade_andra
        on
            andra.kommun_kod = redovisade_andra.kommun_kod
            and andra.namnd_kod = redovisade_andra.namnd_kod
            and andra.ar = redovisade_andra.ar
            and redovisade_andra.del = ''
    left join redovisade_nivaer as egen
        on
            nivaer.kommun_kod = egen.kommun_kod
            and nivaer.namnd_kod = egen.namnd_kod
            and nivaer.ar = egen.ar
            and egen.del = ''
    where nivaer.del = '' and andra.del = '' and egen.ar is null
    group by nivaer.kommun_kod, nivaer.fil_sha256, nivaer.ar, nivaer.namnd_kod
),

jamforda as (
    select
        nivaer.*,
        redovisat.projekt,
        redovisat.mot_sek,
        'redovisat' as mot
    from nivaer
    inner join redovisade_nivaer as redovisat
        on {{ samma_kolumner('nivaer', 'redovisat', ['namnd_kod', 'ar', 'del']) }}
    union all
    select
        nivaer.*,
        'hela nämnden' as projekt,
        andra_ar.mot_sek,
        'bokfört eller redovisat som mest ett annat år' as mot
    from nivaer
    inner join andra_ar
        on {{ samma_kolumner('nivaer', 'andra_ar', ['fil_sha256', 'ar', 'namnd_kod']) }}
    where nivaer.del = ''
),

final as (
    select * from jamforda
    where mot_sek > 0 and fil_sek > 0
)

select * from final
