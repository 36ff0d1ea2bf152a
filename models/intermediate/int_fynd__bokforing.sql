-- What the ledger did to a nämnd's figures, said to the nämnd: at the reported row where its amount
-- does not count or the ledger knows only a part, and on the submission where it has no such row.
with kalla as (
    select * from {{ ref('int_deltagande__kalla') }}
),

manader as (
    select
        namnd_kod,
        ar,
        case
            when antal_manader = 1 then {{ manadens_namn('forsta_manad') }}
            when antal_manader = sista_manad - forsta_manad + 1
                then
                    {{ manadens_namn('forsta_manad') }} || '–' || {{ manadens_namn('sista_manad') }}
            else
                cast(antal_manader as string) || ' av tolv månader, mellan '
                || {{ manadens_namn('forsta_manad') }}
                || ' och ' || {{ manadens_namn('sista_manad') }}
        end as manader
    from {{ ref('int_ledger__tackning') }}
),

rader as (
    select
        rad.fil_sha256,
        rad.blad,
        rad.rad,
        rad.projekt_kod,
        rad.namnd_kod,
        rad.ar,
        rad.projekt,
        rad.redovisat_sek
    from {{ ref('int_deltagande__rad') }} as rad
),

filer as (
    select distinct
        fil_sha256,
        namnd_kod,
        ar
    from rader
),

projektnamn as (
    select
        projekt_kod,
        ar,
        min(projekt) as projekt
    from rader
    group by projekt_kod, ar
),

-- In whatever year it was reported.
projektets_namn as (
    select
        projekt_kod,
        min(projekt) as projekt
    from projektnamn
    group by projekt_kod
),

-- Nämnder that booked more than they reported, and those that reported and did not book.
over as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        bokfort_sek
    from kalla
    where
        projekt_kod <> {{ okand('projekt') }}
        and namnd_kod <> {{ okand('namnd') }}
        and belopp_kalla = 'bokfort'
        and bokfort_sek <> 0
        and abs(bokfort_sek) > abs(coalesce(redovisat_sek, 0))
),

over_per_projekt as (
    select
        projekt_kod,
        ar,
        {{ sammanfoga('namnd_kod', ', ', 'namnd_kod') }} as namnder,
        sum(bokfort_sek) as bokfort_sek
    from over
    group by projekt_kod, ar
),

under as (
    select
        kalla.projekt_kod,
        kalla.namnd_kod,
        kalla.ar,
        kalla.redovisat_sek,
        over_per_projekt.namnder,
        over_per_projekt.bokfort_sek
    from kalla
    inner join over_per_projekt
        on
            kalla.projekt_kod = over_per_projekt.projekt_kod
            and kalla.ar = over_per_projekt.ar
            and sign(kalla.redovisat_sek) = sign(over_per_projekt.bokfort_sek)
    where
        kalla.redovisat_sek <> 0
        and (
            kalla.belopp_kalla = 'annan_namnd'
            or (kalla.belopp_kalla = 'bokfort' and kalla.bokfort_sek = 0)
        )
),

under_per_projekt as (
    select
        projekt_kod,
        ar,
        {{ sammanfoga('namnd_kod', ', ', 'namnd_kod') }} as namnder,
        sum(redovisat_sek) as redovisat_sek
    from under
    group by projekt_kod, ar
),

-- Booked on the project by a unit of no known nämnd.
hos_okand as (
    select
        projekt_kod,
        ar,
        bokfort_sek
    from kalla
    where namnd_kod = {{ okand('namnd') }} and bokfort_sek <> 0
),

-- What became of each reported amount.
utfall as (
    select
        kalla.*,
        under.namnder as andra_namnder,
        coalesce(under.bokfort_sek, case when kalla.bokfort_sek = 0 then hos_okand.bokfort_sek end)
            as andras_bokfort_sek,
        manader.manader,
        case
            when kalla.ar_sen then 'BOKFORT_NASTA_AR'
            when under.projekt_kod is not null then 'BOKFORT_HOS_ANNAN_NAMND'
            when
                kalla.belopp_kalla = 'bokfort'
                and kalla.redovisat_sek <> 0
                and kalla.bokfort_sek = 0
                then
                    case
                        when hos_okand.projekt_kod is null then 'EJ_BOKFORT'
                        else 'BOKFORT_HOS_OKAND_NAMND'
                    end
            when under_per_projekt.projekt_kod is not null then null
            when kalla.belopp_kalla = 'bokfort' and kalla.redovisat_sek <> kalla.bokfort_sek
                then 'BOKFORT_GALLER'
            when
                kalla.belopp_kalla = 'redovisat'
                and kalla.netto_enligt is null
                and kalla.tackning = 'delvis'
                and kalla.redovisat_sek <> 0
                and (kalla.bokfort_sek is not null or kalla.kod_kand)
                then 'BOKFORT_DELVIS'
        end as regel
    from kalla
    left join under
        on
            kalla.projekt_kod = under.projekt_kod
            and kalla.namnd_kod = under.namnd_kod
            and kalla.ar = under.ar
    left join under_per_projekt
        on kalla.projekt_kod = under_per_projekt.projekt_kod and kalla.ar = under_per_projekt.ar
    left join hos_okand on kalla.projekt_kod = hos_okand.projekt_kod and kalla.ar = hos_okand.ar
    left join manader on kalla.namnd_kod = manader.namnd_kod and kalla.ar = manader.ar
    where kalla.projekt_kod <> {{ okand('projekt') }}
),

pa_raden as (
    select
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        utfall.regel,
        utfall.namnd_kod,
        utfall.ar,
        rader.projekt,
        rader.redovisat_sek as belopp_sek,
        coalesce(utfall.andras_bokfort_sek, utfall.bokfort_sek) as bokfort_sek,
        utfall.andra_namnder as annan,
        utfall.manader,
        cast(null as decimal(18, 2)) as skillnad_sek
    from utfall
    inner join rader
        on
            utfall.projekt_kod = rader.projekt_kod
            and utfall.namnd_kod = rader.namnd_kod
            and utfall.ar = rader.ar
    where utfall.regel is not null and rader.redovisat_sek is not null
),

-- The nämnd that booked is told on its own row, or on its submission when it has none.
hos_den_som_bokfort as (
    select
        filer.fil_sha256,
        rader.blad,
        rader.rad,
        'REDOVISAT_HOS_ANNAN_NAMND' as regel,
        over.namnd_kod,
        over.ar,
        coalesce(rader.projekt, projektnamn.projekt) as projekt,
        under_per_projekt.redovisat_sek as belopp_sek,
        over.bokfort_sek,
        under_per_projekt.namnder as annan,
        cast(null as string) as manader,
        cast(null as decimal(18, 2)) as skillnad_sek
    from over
    inner join under_per_projekt
        on over.projekt_kod = under_per_projekt.projekt_kod and over.ar = under_per_projekt.ar
    inner join projektnamn
        on over.projekt_kod = projektnamn.projekt_kod and over.ar = projektnamn.ar
    inner join filer on over.namnd_kod = filer.namnd_kod and over.ar = filer.ar
    left join rader
        on
            over.projekt_kod = rader.projekt_kod
            and over.namnd_kod = rader.namnd_kod
            and over.ar = rader.ar
            and filer.fil_sha256 = rader.fil_sha256
),

aret_efter as (
    select
        filer.fil_sha256,
        rader.blad,
        rader.rad,
        'BOKFORT_AVSER_AR_FORE' as regel,
        kalla.namnd_kod,
        kalla.ar,
        coalesce(rader.projekt, projektnamn.projekt) as projekt,
        kalla.redovisat_sek as belopp_sek,
        kalla.redovisat_sek as bokfort_sek,
        cast(null as string) as annan,
        cast(null as string) as manader,
        cast(null as decimal(18, 2)) as skillnad_sek
    from kalla
    inner join projektnamn
        on kalla.projekt_kod = projektnamn.projekt_kod and kalla.ar = projektnamn.ar
    inner join filer on kalla.namnd_kod = filer.namnd_kod and kalla.ar + 1 = filer.ar
    left join rader
        on
            kalla.projekt_kod = rader.projekt_kod
            and kalla.namnd_kod = rader.namnd_kod
            and kalla.ar + 1 = rader.ar
            and filer.fil_sha256 = rader.fil_sha256
    where kalla.ar_sen
),

dagar as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        datum,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_ledger__utbetalning') }}
    where extract(month from datum) <= 2
    group by projekt_kod, namnd_kod, ar, datum
),

-- To the öre what was booked as the next year began, where nothing tells whether it is the same
-- money: both years have it.
kanske_sena as (
    select distinct
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        'BOKFORT_KANSKE_NASTA_AR' as regel,
        kalla.namnd_kod,
        kalla.ar,
        rader.projekt,
        kalla.redovisat_sek as belopp_sek,
        kalla.redovisat_sek as bokfort_sek,
        case dagar.namnd_kod
            when {{ okand('namnd') }} then 'okänd nämnd'
            else dagar.namnd_kod
        end as annan,
        cast(null as string) as manader,
        cast(null as decimal(18, 2)) as skillnad_sek
    from kalla
    inner join dagar
        on
            kalla.projekt_kod = dagar.projekt_kod
            and kalla.ar + 1 = dagar.ar
            and kalla.redovisat_sek = dagar.belopp_sek
    inner join kalla as efter
        on
            dagar.projekt_kod = efter.projekt_kod
            and dagar.namnd_kod = efter.namnd_kod
            and dagar.ar = efter.ar
    inner join rader
        on
            kalla.projekt_kod = rader.projekt_kod
            and kalla.namnd_kod = rader.namnd_kod
            and kalla.ar = rader.ar
    where
        kalla.projekt_kod <> {{ okand('projekt') }}
        and kalla.belopp_kalla = 'redovisat'
        and kalla.redovisat_sek <> 0
        and kalla.bokfort_sek is null
        and efter.redovisat_sek is distinct from efter.bokfort_sek
),

-- Money that is in the nämnd's figure though no row of its submission has it.
ej_redovisade as (
    select
        filer.fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        'BOKFORT_EJ_REDOVISAT' as regel,
        kalla.namnd_kod,
        kalla.ar,
        namn.projekt,
        kalla.belopp_sek,
        kalla.bokfort_sek,
        cast(null as string) as annan,
        cast(null as string) as manader,
        cast(null as decimal(18, 2)) as skillnad_sek
    from kalla
    inner join filer on kalla.namnd_kod = filer.namnd_kod and kalla.ar = filer.ar
    left join projektets_namn as namn on kalla.projekt_kod = namn.projekt_kod
    left join under_per_projekt
        on kalla.projekt_kod = under_per_projekt.projekt_kod and kalla.ar = under_per_projekt.ar
    left join kalla as fore
        on
            kalla.projekt_kod = fore.projekt_kod
            and kalla.namnd_kod = fore.namnd_kod
            and kalla.ar = fore.ar + 1
            and fore.ar_sen
    where
        not kalla.redovisad
        and kalla.projekt_kod <> {{ okand('projekt') }}
        and kalla.bokfort_sek <> 0
        and under_per_projekt.projekt_kod is null
        and fore.projekt_kod is null
),

utan_kod as (
    select
        filer.fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        'BOKFORT_UTAN_KOD' as regel,
        kalla.namnd_kod,
        kalla.ar,
        cast(null as string) as projekt,
        kalla.avraknat_sek as belopp_sek,
        kalla.bokfort_sek,
        cast(null as string) as annan,
        cast(null as string) as manader,
        cast(coalesce(kalla.belopp_sek, 0) as decimal(18, 2)) as skillnad_sek
    from kalla
    inner join filer on kalla.namnd_kod = filer.namnd_kod and kalla.ar = filer.ar
    where
        kalla.projekt_kod = {{ okand('projekt') }}
        and kalla.namnd_kod <> {{ okand('namnd') }}
        and kalla.avraknat_sek is not null
),

alla as (
    select * from pa_raden
    union all
    select * from hos_den_som_bokfort
    union all
    select * from aret_efter
    union all
    select * from kanske_sena
    union all
    select * from ej_redovisade
    union all
    select * from utan_kod
),

bokforda as (
    select
        alla.fil_sha256,
        alla.blad,
        alla.rad,
        cast(null as string) as kolumn,
        alla.regel,
        cast(null as string) as varde,
        {{ fyll_mall('regel.mall', {
            'projekt': 'alla.projekt',
            'namnd': 'alla.namnd_kod',
            'nasta_ar': 'cast(alla.ar + 1 as string)',
            'ar': 'cast(alla.ar as string)',
            'annan': 'alla.annan',
            'manader': 'alla.manader',
            'belopp': belopp_i_ord('alla.belopp_sek'),
            'bokfort': belopp_i_ord('coalesce(alla.bokfort_sek, 0)'),
            'skillnad': belopp_i_ord('alla.skillnad_sek')
        }) }} as meddelande
    from alla
    inner join {{ ref('fyndregel') }} as regel on alla.regel = regel.id
),

koder_per_rad as (
    {{ ekonomikoder(['fil_sha256', 'blad', 'rad', 'namnd_kod', 'ar']) }}
),

-- Of codes that are booked int_fynd__projektkod tells.
bokforda_koder as (
    select distinct
        {{ kodnyckel('projektkod') }} as kod,
        ar
    from {{ ref('int_ledger__utbetalning') }}
    where projektkod is not null
),

kodens_projekt as (
    select
        kod.kod,
        kod.namnd_kod,
        kod.ar,
        count(*) as antal,
        {{ sammanfoga('coalesce(projektnamn.projekt, kod.projekt_kod)', ', ', 'kod.projekt_kod') }}
            as projekten
    from {{ ref('int_projekt__ekonomikod') }} as kod
    left join projektnamn on kod.projekt_kod = projektnamn.projekt_kod and kod.ar = projektnamn.ar
    left join bokforda_koder on kod.kod = bokforda_koder.kod and kod.ar = bokforda_koder.ar
    where kod.antal_projekt > 1 and bokforda_koder.kod is null
    group by kod.kod, kod.namnd_kod, kod.ar
),

delade_koder as (
    select
        koder_per_rad.fil_sha256,
        koder_per_rad.blad,
        koder_per_rad.rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        kodens_projekt.kod as varde,
        {{ fyll_mall('regel.mall', {
            'kod': 'kodens_projekt.kod',
            'antal': 'cast(kodens_projekt.antal as string)',
            'projekten': 'kodens_projekt.projekten'
        }) }} as meddelande
    from koder_per_rad
    inner join kodens_projekt
        on
            koder_per_rad.kod = kodens_projekt.kod
            and koder_per_rad.namnd_kod = kodens_projekt.namnd_kod
            and koder_per_rad.ar = kodens_projekt.ar
    inner join {{ ref('fyndregel') }} as regel on regel.id = 'PROJEKTKOD_DELAD'
),

final as (
    select * from bokforda
    union all
    select * from delade_koder
)

select * from final
