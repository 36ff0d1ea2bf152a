-- Exports whose bookings are ten, a hundred or a thousand times what was reported: what a file that
-- lost its decimal comma looks like, or one in thousands. Told to the export and the submission.
with bokfort as (
    select
        fil_sha256,
        namnd_kod,
        ar,
        projekt_kod,
        sum(belopp_sek) as fil_sek,
        bool_and(belopp_sek = floor(belopp_sek)) as utan_oren
    from {{ ref('int_ledger__utbetalning') }}
    where namnd_kod <> {{ okand('namnd') }}
    group by fil_sha256, namnd_kod, ar, projekt_kod
),

redovisade_rader as (
    select * from {{ ref('int_deltagande__rad') }}
    where redovisat_sek is not null
),

redovisat as (
    select
        namnd_kod,
        ar,
        projekt_kod,
        min(projekt) as projekt,
        sum(redovisat_sek) as redovisat_sek
    from redovisade_rader
    group by namnd_kod, ar, projekt_kod
),

-- Each file beside all that is booked, project by project and for the nämnd's whole year ('').
nivaer as (
    select
        fil_sha256,
        namnd_kod,
        ar,
        projekt_kod as del,
        fil_sek,
        sum(fil_sek) over (partition by namnd_kod, ar, projekt_kod) as bokfort_sek,
        utan_oren
    from bokfort
    where projekt_kod <> {{ okand('projekt') }}
    union all
    select
        fil_sha256,
        namnd_kod,
        ar,
        '' as del,
        sum(fil_sek) as fil_sek,
        sum(sum(fil_sek)) over (partition by namnd_kod, ar) as bokfort_sek,
        bool_and(utan_oren) as utan_oren
    from bokfort
    group by fil_sha256, namnd_kod, ar
),

redovisade_nivaer as (
    select
        namnd_kod,
        ar,
        projekt_kod as del,
        projekt,
        redovisat_sek
    from redovisat
    union all
    select
        namnd_kod,
        ar,
        '' as del,
        'hela nämnden' as projekt,
        sum(redovisat_sek) as redovisat_sek
    from redovisat
    group by namnd_kod, ar
),

-- A nämnd's year that nobody reported is held against its largest other year.
andra_ar as (
    select
        nivaer.fil_sha256,
        nivaer.ar,
        nivaer.namnd_kod,
        max(greatest(andra.bokfort_sek, coalesce(redovisade_andra.redovisat_sek, 0))) as storst_sek
    from nivaer
    inner join nivaer as andra
        on
            nivaer.namnd_kod = andra.namnd_kod
            and nivaer.ar <> andra.ar
            and nivaer.fil_sha256 <> andra.fil_sha256
    left join redovisade_nivaer as redovisade_andra
        on
            andra.namnd_kod = redovisade_andra.namnd_kod
            and andra.ar = redovisade_andra.ar
            and redovisade_andra.del = ''
    left join redovisade_nivaer as egen
        on nivaer.namnd_kod = egen.namnd_kod and nivaer.ar = egen.ar and egen.del = ''
    where nivaer.del = '' and andra.del = '' and egen.ar is null
    group by nivaer.fil_sha256, nivaer.ar, nivaer.namnd_kod
),

jamforda as (
    select
        nivaer.fil_sha256,
        nivaer.namnd_kod,
        nivaer.ar,
        nivaer.del,
        nivaer.fil_sek,
        nivaer.bokfort_sek,
        nivaer.utan_oren,
        redovisat.projekt,
        redovisat.redovisat_sek as mot_sek,
        'redovisat' as mot
    from nivaer
    inner join redovisade_nivaer as redovisat
        on
            nivaer.namnd_kod = redovisat.namnd_kod
            and nivaer.ar = redovisat.ar
            and nivaer.del = redovisat.del
    where redovisat.redovisat_sek > 0 and nivaer.fil_sek > 0
    union all
    select
        nivaer.fil_sha256,
        nivaer.namnd_kod,
        nivaer.ar,
        nivaer.del,
        nivaer.fil_sek,
        nivaer.bokfort_sek,
        nivaer.utan_oren,
        'hela nämnden' as projekt,
        andra_ar.storst_sek as mot_sek,
        'bokfört eller redovisat som mest ett annat år' as mot
    from nivaer
    inner join andra_ar
        on
            nivaer.fil_sha256 = andra_ar.fil_sha256
            and nivaer.ar = andra_ar.ar
            and nivaer.namnd_kod = andra_ar.namnd_kod
    where nivaer.del = '' and andra_ar.storst_sek > 0 and nivaer.fil_sek > 0
),

-- Either all that is booked is so many times too large, or this file alone beside others that are
-- right, within three per cent. Without öre a whole year far beyond all reason is enough.
traffar as (
    select
        jamforda.*,
        ganger.ganger,
        abs(jamforda.bokfort_sek * ganger.ganger - jamforda.mot_sek) * 100 <= jamforda.mot_sek * 3
            as ar_mindre,
        (
            abs(jamforda.bokfort_sek - jamforda.mot_sek * ganger.ganger) * 100
            <= jamforda.mot_sek * ganger.ganger * 3
            or abs(
                (jamforda.bokfort_sek - jamforda.fil_sek - jamforda.mot_sek) * ganger.ganger
                + jamforda.fil_sek
            ) * 100 <= jamforda.mot_sek * ganger.ganger * 3
        )
        and jamforda.fil_sek * 5 >= jamforda.mot_sek * ganger.ganger as ar_storre
    from jamforda
    cross join (values (10), (100), (1000)) as ganger (ganger)
),

traffade as (
    select
        *,
        count(*) over (partition by fil_sha256, namnd_kod, ar, ganger, ar_mindre) as antal
    from traffar
    where mot = 'redovisat' and (ar_storre or (ar_mindre and ganger >= 100))
),

orimliga as (
    select
        *,
        cast(round(bokfort_sek / mot_sek) as integer) as ganger
    from jamforda
    where del = '' and utan_oren and fil_sek >= mot_sek * 30
),

-- One project ten times as large may be chance; a hundred times is none.
sagda as (
    select
        fil_sha256,
        namnd_kod,
        ar,
        ganger,
        ar_mindre,
        mot,
        bokfort_sek,
        mot_sek,
        projekt,
        row_number() over (
            partition by fil_sha256, namnd_kod, ar
            order by case when del = '' then 0 else 1 end asc, antal desc, ganger desc, del asc
        ) as plats
    from traffade
    where ganger >= 100 or antal > 1 or del = ''
),

utvalda as (
    select * from sagda
    where plats = 1
    union all
    select
        orimliga.fil_sha256,
        orimliga.namnd_kod,
        orimliga.ar,
        orimliga.ganger,
        false as ar_mindre,
        orimliga.mot,
        orimliga.bokfort_sek,
        orimliga.mot_sek,
        orimliga.projekt,
        1 as plats
    from orimliga
    left join sagda
        on
            orimliga.fil_sha256 = sagda.fil_sha256
            and orimliga.namnd_kod = sagda.namnd_kod
            and orimliga.ar = sagda.ar
    where sagda.fil_sha256 is null
),

i_ord as (
    select
        *,
        row_number() over (partition by namnd_kod, ar order by ganger desc, fil_sha256 asc) as nr,
        case
            when ar_mindre and ganger = 1000 then 'ungefär en tusendel av'
            when ar_mindre then 'ungefär en hundradel av'
            else 'ungefär ' || cast(ganger as string) || ' gånger'
        end as hur
    from utvalda
),

inlamnade as (
    select distinct
        fil_sha256,
        namnd_kod,
        ar
    from redovisade_rader
),

-- The submission is told once, whichever export it is.
till_filer as (
    select
        fil_sha256 as till_fil,
        'LEDGER_STORLEK' as regel_id,
        namnd_kod,
        ar,
        projekt,
        hur,
        mot,
        bokfort_sek,
        mot_sek
    from i_ord
    union all
    select
        inlamnade.fil_sha256 as till_fil,
        'BOKFORT_STORLEK' as regel_id,
        i_ord.namnd_kod,
        i_ord.ar,
        i_ord.projekt,
        i_ord.hur,
        i_ord.mot,
        i_ord.bokfort_sek,
        i_ord.mot_sek
    from i_ord
    inner join inlamnade on i_ord.namnd_kod = inlamnade.namnd_kod and i_ord.ar = inlamnade.ar
    where i_ord.mot = 'redovisat' and i_ord.nr = 1
),

final as (
    select
        till_filer.till_fil as fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        cast(null as string) as varde,
        {{ fyll_mall('regel.mall', {
            'projekt': 'till_filer.projekt',
            'namnd': 'till_filer.namnd_kod',
            'ar': 'cast(till_filer.ar as string)',
            'hur': 'till_filer.hur',
            'mot': 'till_filer.mot',
            'bokfort': belopp_i_ord('till_filer.bokfort_sek'),
            'belopp': belopp_i_ord('till_filer.mot_sek')
        }) }} as meddelande
    from till_filer
    inner join {{ ref('fyndregel') }} as regel on till_filer.regel_id = regel.id
)

select * from final
