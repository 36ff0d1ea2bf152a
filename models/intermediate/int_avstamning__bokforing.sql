-- Reported amounts that are not the booked ones, each with the cause that a rule of
-- seeds/avstamningsregel.csv recognises. One CTE per rule, named after it; where several hold, the
-- first in the rules' order is told. A cause is a suggestion: the ledger does not say why.
with

deltaganden as (

    select
        *,
        coalesce(bokfort_sek, 0) as kant_bokfort_sek
    from {{ ref('int_deltagande') }}
    where
        bokfort_sek is not null
        or (tackning <> 'ingen' and redovisat_sek is not null)
        or belopp_kalla = 'annan_namnd'

),

bokningar as (

    select * from {{ ref('int_ledger__utbetalning') }}

),

regler as (

    select
        id,
        ordning
    from {{ ref('avstamningsregel') }}

),

kurser as (

    select
        ar,
        cast(sek_per_enhet as decimal(38, 6)) as sek_per_enhet
    from {{ ref('valutakurs') }}
    where upper(valuta) = 'EUR'

),

skillnader as (

    select
        projekt_kod,
        namnd_kod,
        ar,
        redovisad,
        redovisat_sek,
        belopp_kalla,
        tackning,
        formedlat_sek,
        kant_bokfort_sek as bokfort_sek,
        cast(coalesce(redovisat_sek, 0) - kant_bokfort_sek as decimal(18, 2)) as skillnad_sek
    from deltaganden
    where coalesce(redovisat_sek, 0) <> kant_bokfort_sek

),

-- What came in during the first quarter: day by day, and all of it up to that day.
dagar as (

    select
        projekt_kod,
        namnd_kod,
        ar,
        datum,
        sum(belopp_sek) as dagens_sek
    from bokningar
    where extract(month from datum) <= 3
    group by projekt_kod, namnd_kod, ar, datum

),

lopande as (

    select
        *,
        sum(dagens_sek) over (
            partition by projekt_kod, namnd_kod, ar order by datum
        ) as hittills_sek
    from dagar

),

tidiga as (

    select
        projekt_kod,
        namnd_kod,
        ar,
        datum,
        dagens_sek as belopp_sek
    from lopande
    union distinct
    select
        projekt_kod,
        namnd_kod,
        ar,
        datum,
        hittills_sek as belopp_sek
    from lopande

),

-- Reported for one year and booked in the next, seen from either of the two years.
arsskiften as (

    select
        skillnader.projekt_kod,
        skillnader.namnd_kod,
        skillnader.ar,
        tidiga.datum,
        tidiga.belopp_sek
    from skillnader
    inner join tidiga
        on
            skillnader.projekt_kod = tidiga.projekt_kod
            and skillnader.namnd_kod = tidiga.namnd_kod
            and skillnader.ar + 1 = tidiga.ar
            and skillnader.skillnad_sek = tidiga.belopp_sek
    union all
    select
        skillnader.projekt_kod,
        skillnader.namnd_kod,
        skillnader.ar,
        tidiga.datum,
        tidiga.belopp_sek
    from skillnader
    inner join tidiga
        on
            skillnader.projekt_kod = tidiga.projekt_kod
            and skillnader.namnd_kod = tidiga.namnd_kod
            and skillnader.ar = tidiga.ar
            and -skillnader.skillnad_sek = tidiga.belopp_sek
    inner join {{ ref('int_deltagande') }} as foregaende
        on
            skillnader.projekt_kod = foregaende.projekt_kod
            and skillnader.namnd_kod = foregaende.namnd_kod
            and skillnader.ar = foregaende.ar + 1
    where foregaende.redovisad

),

utbetalt_efter_arsskiftet as (

    select
        projekt_kod,
        namnd_kod,
        ar,
        'UTBETALT_EFTER_ARSSKIFTET' as regel_id,
        concat(
            'Lika mycket är bokfört på projektet till och med ',
            cast(min(datum) as string), ': ', {{ svenskt_tal('max(belopp_sek)') }},
            ' kr. Troligen redovisat för året före utbetalningen.'
        ) as orsak
    from arsskiften
    group by projekt_kod, namnd_kod, ar

),

formedlat as (

    select
        projekt_kod,
        namnd_kod,
        ar
    from skillnader
    where skillnad_sek > 0 and skillnad_sek = formedlat_sek

),

-- Thousands are rounded to whole ones, so half a thousand is as near as they come.
kr_och_tkr as (

    select
        projekt_kod,
        namnd_kod,
        ar,
        'KR_OCH_TKR' as regel_id,
        case
            when abs(redovisat_sek) < abs(bokfort_sek)
                then 'Det redovisade är en tusendel av det bokförda: troligen tkr skrivet som kr.'
            else 'Det redovisade är tusen gånger det bokförda: troligen kr läst som tkr.'
        end as orsak
    from skillnader
    where
        redovisat_sek <> 0
        and bokfort_sek <> 0
        and (
            (
                abs(cast(redovisat_sek as decimal(38, 2)) * 1000 - bokfort_sek) <= 500
                and abs(bokfort_sek) >= 1000
            )
            or (
                abs(redovisat_sek - cast(bokfort_sek as decimal(38, 2)) * 1000) <= 500
                and abs(redovisat_sek) >= 1000
            )
        )

),

-- The day's rate is seldom more than a few hundredths off the year's average.
euro_som_kronor as (

    select
        skillnader.projekt_kod,
        skillnader.namnd_kod,
        skillnader.ar,
        'EURO_SOM_KRONOR' as regel_id,
        concat(
            'Förhållandet mellan beloppen är årets eurokurs, ',
            {{ svenskt_tal('kurser.sek_per_enhet') }},
            ': troligen är euro lästa som kronor.'
        ) as orsak
    from skillnader
    inner join kurser on skillnader.ar = kurser.ar
    where
        skillnader.redovisat_sek <> 0
        and (
            abs(skillnader.redovisat_sek * kurser.sek_per_enhet - skillnader.bokfort_sek) * 100
            <= abs(skillnader.bokfort_sek) * 3
            or abs(skillnader.bokfort_sek * kurser.sek_per_enhet - skillnader.redovisat_sek) * 100
            <= abs(skillnader.redovisat_sek) * 3
        )

),

i_annan_valuta as (

    select
        projekt_kod,
        namnd_kod,
        ar,
        min(valuta) as valuta
    from {{ ref('int_harkomst__kallrad') }}
    where
        typ = 'submission'
        and valuta <> 'SEK'
        and belopp_original is not null
    group by projekt_kod, namnd_kod, ar

),

annan_kurs as (

    select
        skillnader.projekt_kod,
        skillnader.namnd_kod,
        skillnader.ar,
        'ANNAN_KURS' as regel_id,
        concat(
            'Beloppet är redovisat i ', i_annan_valuta.valuta,
            ' och omräknat med årets genomsnittskurs; bokfört är det till dagens kurs.'
        ) as orsak
    from skillnader
    inner join i_annan_valuta
        on
            skillnader.projekt_kod = i_annan_valuta.projekt_kod
            and skillnader.namnd_kod = i_annan_valuta.namnd_kod
            and skillnader.ar = i_annan_valuta.ar
    where abs(skillnader.skillnad_sek) * 10 <= abs(skillnader.bokfort_sek)

),

per_projekt as (

    select
        projekt_kod,
        ar,
        sum(skillnad_sek) as skillnad_sek,
        count(*) as antal
    from skillnader
    where projekt_kod <> {{ okand('projekt') }}
    group by projekt_kod, ar

),

annan_namnd as (

    select
        skillnader.projekt_kod,
        skillnader.namnd_kod,
        skillnader.ar,
        'ANNAN_NAMND' as regel_id,
        'Projektets skillnader hos stadens nämnder tar ut varandra: pengarna är troligen bokförda'
        || ' hos en annan av projektets nämnder (ägare och part).' as orsak
    from skillnader
    inner join per_projekt
        on
            skillnader.projekt_kod = per_projekt.projekt_kod
            and skillnader.ar = per_projekt.ar
    where
        per_projekt.antal > 1
        and per_projekt.skillnad_sek = 0

),

bokfort_i_staden as (

    select
        projekt_kod,
        ar,
        sum(bokfort_sek) as bokfort_sek
    from deltaganden
    where projekt_kod <> {{ okand('projekt') }}
    group by projekt_kod, ar

),

hela_projektet as (

    select
        skillnader.projekt_kod,
        skillnader.namnd_kod,
        skillnader.ar,
        'HELA_PROJEKTET' as regel_id,
        'Det redovisade är allt som bokförts på projektet i staden, också andra nämnders del'
        || ' (ägare och part).' as orsak
    from skillnader
    inner join bokfort_i_staden
        on
            skillnader.projekt_kod = bokfort_i_staden.projekt_kod
            and skillnader.ar = bokfort_i_staden.ar
    where skillnader.redovisat_sek = bokfort_i_staden.bokfort_sek

),

utan_projektkod as (

    select
        skillnader.projekt_kod,
        skillnader.namnd_kod,
        skillnader.ar,
        'UTAN_PROJEKTKOD' as regel_id,
        'Lika mycket är bokfört på nämnden utan känd projektkod.' as orsak
    from skillnader
    inner join deltaganden as okand
        on
            skillnader.namnd_kod = okand.namnd_kod
            and skillnader.ar = okand.ar
            and skillnader.skillnad_sek = okand.bokfort_sek
    where
        okand.projekt_kod = {{ okand('projekt') }}
        and skillnader.projekt_kod <> {{ okand('projekt') }}

),

bokforda as (

    select distinct
        projekt_kod,
        namnd_kod,
        ar
    from bokningar

),

-- Codes of bookings on the unknown project: one that several projects share is known, and tells
-- nothing.
delade_koder as (

    select distinct
        bokningar.namnd_kod,
        bokningar.ar
    from bokningar
    inner join {{ ref('int_projekt__ekonomikod') }} as kod
        on
            {{ kodnyckel('bokningar.projektkod') }} = kod.kod
            and bokningar.namnd_kod = kod.namnd_kod
            and bokningar.ar = kod.ar
    where
        bokningar.projekt_kod = {{ okand('projekt') }}
        and kod.antal_projekt > 1

),

-- What the row itself says, when nothing else explains it.
radens_egen as (

    select
        skillnader.projekt_kod,
        skillnader.namnd_kod,
        skillnader.ar,
        case
            when skillnader.namnd_kod = {{ okand('namnd') }} then 'NAMND_OKAND'
            when
                skillnader.projekt_kod = {{ okand('projekt') }}
                and delade_koder.namnd_kod is not null
                then 'PROJEKTKOD_DELAD'
            when skillnader.projekt_kod = {{ okand('projekt') }} then 'PROJEKTKOD_OKAND'
            when skillnader.belopp_kalla = 'annan_namnd' then 'BOKFORT_HOS_ANNAN'
            when skillnader.belopp_kalla = 'redovisat' and skillnader.tackning = 'delvis'
                then 'EXPORT_DELVIS'
            when skillnader.belopp_kalla = 'redovisat' then 'EGEN_PROJEKTKOD_SAKNAS'
            when not skillnader.redovisad then 'INTE_REDOVISAT'
            when skillnader.redovisat_sek is null then 'BELOPP_EJ_ANGIVET'
            when bokforda.projekt_kod is null then 'INTE_BOKFORT'
            else 'OKAND_SKILLNAD'
        end as regel_id
    from skillnader
    left join bokforda
        on
            skillnader.projekt_kod = bokforda.projekt_kod
            and skillnader.namnd_kod = bokforda.namnd_kod
            and skillnader.ar = bokforda.ar
    left join delade_koder
        on
            skillnader.namnd_kod = delade_koder.namnd_kod
            and skillnader.ar = delade_koder.ar

),

traffar as (

    select * from utbetalt_efter_arsskiftet
    union all
    select
        formedlat.projekt_kod,
        formedlat.namnd_kod,
        formedlat.ar,
        regel.id as regel_id,
        regel.beskrivning as orsak
    from formedlat
    inner join {{ ref('avstamningsregel') }} as regel on regel.id = 'FORMEDLAT_TILL_PARTNER'
    union all
    select * from kr_och_tkr
    union all
    select * from euro_som_kronor
    union all
    select * from annan_kurs
    union all
    select * from annan_namnd
    union all
    select * from hela_projektet
    union all
    select * from utan_projektkod
    union all
    select
        radens_egen.projekt_kod,
        radens_egen.namnd_kod,
        radens_egen.ar,
        radens_egen.regel_id,
        regel.beskrivning as orsak
    from radens_egen
    inner join {{ ref('avstamningsregel') }} as regel on radens_egen.regel_id = regel.id

),

rangordnade as (

    select
        traffar.*,
        row_number() over (
            partition by traffar.projekt_kod, traffar.namnd_kod, traffar.ar order by regler.ordning
        ) as plats
    from traffar
    inner join regler on traffar.regel_id = regler.id

)

select
    skillnader.projekt_kod,
    skillnader.namnd_kod,
    skillnader.ar,
    skillnader.skillnad_sek,
    rangordnade.regel_id,
    rangordnade.orsak
from skillnader
inner join rangordnade
    on
        skillnader.projekt_kod = rangordnade.projekt_kod
        and skillnader.namnd_kod = rangordnade.namnd_kod
        and skillnader.ar = rangordnade.ar
where rangordnade.plats = 1
