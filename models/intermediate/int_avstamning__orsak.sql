-- Which rules hold for which compared figure, each with a sentence about this very figure.
-- One CTE per rule, named after it; a figure that differs and meets no rule gets OKAND_ORSAK.
with

jamforda as (

    select * from {{ ref('int_avstamning__jamforelse') }}

),

snitt as (

    select * from {{ ref('int_avstamning__snitt') }}

),

beraknat as (

    select * from {{ ref('int_avstamning__beraknat') }}

),

publicerad_summa as (

    select * from {{ ref('int_avstamning__publicerad_summa') }}

),

namnder as (

    select
        namnd_kod,
        coalesce(extract(year from giltig_fran), 0) as fran_ar,
        coalesce(extract(year from giltig_till), 9999) as till_ar
    from {{ ref('dim_namnd') }}
    where namnd_kod <> {{ okand('namnd') }}

),

utan_siffra as (

    select
        jamforda.*,
        snitt.ar is not null as har_snitt,
        exists(
            select 1 from snitt as arets
            where arets.ar = jamforda.ar
        ) as har_ar,
        exists(
            select 1 from beraknat as delade
            where
                delade.matt = jamforda.matt
                and delade.dimension = jamforda.dimension
        ) as har_uppdelning,
        exists(
            select 1 from beraknat as matta
            where matta.matt = jamforda.matt
        ) as har_matt
    from jamforda
    left join snitt
        on
            jamforda.ar = snitt.ar
            and jamforda.omfattning = snitt.omfattning
            and jamforda.dimension = snitt.dimension
            and jamforda.varde_kod = snitt.varde_kod
    where jamforda.status = 'kan_ej_beraknas'

),

-- One reason is enough for a figure that cannot be computed: the first that holds.
kan_ej_beraknas as (

    select
        siffra_id,
        case
            when publicerat is null then 'TOM_SIFFRA'
            when not har_matt then 'MATT_RAKNAS_INTE'
            when not har_ar then 'INGET_UNDERLAG_AR'
            when not har_uppdelning then 'UPPDELNING_FINNS_INTE'
            when dimension <> 'staden' and varde_kod = '' then 'VARDE_OKANT'
            when not har_snitt then 'INGET_I_URVALET'
            else 'INGET_KANT_BELOPP'
        end as regel_id,
        case
            when publicerat is null
                then 'Siffran är tom i dokumentet: tomt betyder okänt, inte noll.'
            when not har_matt and enhet = '%'
                then 'Andelar i procent är varken betalning, antal eller budget.'
            when not har_matt and matt like '%ansokningar%'
                then 'Ansökningar är inte deltaganden och räknas inte ur underlagen.'
            when not har_matt and enhet = 'EUR'
                then 'Beviljat bidrag i euro är inte utbetalda medel och räknas inte ur underlagen.'
            when not har_matt and matt like '%statsbidrag%'
                then 'Statsbidrag räknas inte som EU-utbetalning och finns inte i underlagen.'
            when not har_matt
                then concat('Måttet ', matt, ' räknas inte ur nämndernas projektunderlag.')
            when not har_ar
                then concat('Inget underlag för ', cast(ar as string), ' finns i systemet.')
            when not har_uppdelning
                then concat('Underlagen kan inte delas upp per ', dimension, '.')
            when dimension <> 'staden' and varde_kod = ''
                then concat('"', varde_namn, '" motsvarar ingen post i våra register.')
            when not har_snitt
                then concat(
                    'Inget deltagande i underlagen för ', cast(ar as string), ' hör till urvalet.'
                )
            else 'Deltaganden finns, men inget av dem har ett känt värde för måttet.'
        end as orsak
    from utan_siffra

),

-- Partners are no slice of the participations: there the evidence is empty.
avvikande as (

    select
        jamforda.*,
        snitt.antal_deltaganden,
        snitt.antal_projekt,
        snitt.antal_okant_projekt,
        snitt.belopp_okant_projekt_sek,
        snitt.antal_utan_belopp,
        snitt.antal_utan_budget,
        snitt.antal_nollbelopp,
        snitt.antal_flera_mal
    from jamforda
    left join snitt
        on
            jamforda.ar = snitt.ar
            and jamforda.omfattning = snitt.omfattning
            and jamforda.dimension = snitt.dimension
            and jamforda.varde_kod = snitt.varde_kod
    where jamforda.status = 'avviker'

),

nollbelopp_raknat as (

    select
        siffra_id,
        'NOLLBELOPP_RAKNAT' as regel_id,
        concat(
            'Projekt som redovisas med 0 kr: ', {{ svenskt_tal('antal_nollbelopp') }},
            '. Dokumentet räknar dem som utbetalda.'
        ) as orsak
    from avvikande
    where
        matt = 'antal_projekt_utbetalt'
        and antal_nollbelopp > 0
        and beraknat + antal_nollbelopp = publicerat

),

raknar_deltaganden as (

    select
        siffra_id,
        'RAKNAR_DELTAGANDEN' as regel_id,
        concat(
            'Den publicerade siffran är antalet deltaganden (', {{ svenskt_tal('publicerat') }},
            '); unika projekt är ', {{ svenskt_tal('beraknat') }}, '.'
        ) as orsak
    from avvikande
    where
        matt = 'antal_projekt'
        and publicerat = antal_deltaganden

),

underlagen_raknar_upp as (

    select
        siffra_id,
        'UNDERLAGEN_RAKNAR_UPP' as regel_id,
        concat(
            'Underlagen räknar upp ', {{ svenskt_tal('antal_deltaganden') }},
            ' namngivna deltaganden i ', {{ svenskt_tal('antal_projekt') }},
            ' unika projekt; dokumentet anger ', {{ svenskt_tal('publicerat') }}, '.'
        ) as orsak
    from avvikande
    where
        matt = 'antal_projekt'
        and publicerat <> antal_deltaganden

),

utan_namngivet_projekt as (

    select
        siffra_id,
        'UTAN_NAMNGIVET_PROJEKT' as regel_id,
        concat(
            'Deltaganden utan namngivet projekt: ', {{ svenskt_tal('antal_okant_projekt') }},
            '. De räknas inte som projekt, men deras pengar räknas (',
            {{ svenskt_tal('coalesce(belopp_okant_projekt_sek, 0)') }}, ' kr).'
        ) as orsak
    from avvikande
    where
        matt in ('antal_projekt', 'antal_agare', 'antal_part', 'antal_projekt_utbetalt')
        and antal_okant_projekt > 0

),

belopp_saknas as (

    select
        siffra_id,
        'BELOPP_SAKNAS' as regel_id,
        concat(
            'Deltaganden i urvalet utan känt belopp: ',
            {{ svenskt_tal('antal_utan_belopp') }}, ' av ',
            {{ svenskt_tal('antal_deltaganden + antal_okant_projekt') }}, '.'
        ) as orsak
    from avvikande
    where
        matt = 'utbetalt_sek'
        and antal_utan_belopp > 0

),

budget_saknas as (

    select
        siffra_id,
        'BUDGET_SAKNAS' as regel_id,
        concat(
            'Projekt i urvalet utan känd budget: ', {{ svenskt_tal('antal_utan_budget') }}, ' av ',
            {{ svenskt_tal('antal_projekt') }}, '.'
        ) as orsak
    from avvikande
    where
        matt in ('min_budget_sek', 'max_budget_sek', 'agarbudget_sek')
        and antal_utan_budget > 0

),

roll_annan as (

    select
        avvikande.siffra_id,
        'ROLL_ANNAN' as regel_id,
        concat(
            'Deltaganden med annan eller okänd roll: ',
            {{ svenskt_tal('sum(annan.antal_deltaganden + annan.antal_okant_projekt)') }},
            '. De räknas varken som ägare eller part.'
        ) as orsak
    from avvikande
    inner join snitt as annan
        on
            avvikande.ar = annan.ar
            and avvikande.omfattning = annan.omfattning
            and annan.dimension = 'roll'
            and annan.varde_kod in ('annan', 'okand')
    where
        avvikande.matt in ('antal_agare', 'antal_part')
        or avvikande.bas = 'agare'
    group by avvikande.siffra_id

),

fond_okand as (

    select
        avvikande.siffra_id,
        'FOND_OKAND' as regel_id,
        concat(
            'Deltaganden utan angiven fond: ',
            {{ svenskt_tal('okand.antal_deltaganden + okand.antal_okant_projekt') }},
            coalesce(
                '; på dem ligger ' || {{ svenskt_tal('okand.belopp_sek') }} || ' kr.',
                '; deras belopp är okänt.'
            )
        ) as orsak
    from avvikande
    inner join snitt as okand
        on
            avvikande.ar = okand.ar
            and avvikande.omfattning = okand.omfattning
            and okand.dimension = 'fondgrupp'
            and okand.varde_kod = 'Okänd'
    where
        avvikande.dimension = 'fondgrupp'
        and (avvikande.matt <> 'utbetalt_sek' or okand.belopp_sek <> 0)

),

mal_okant as (

    select
        avvikande.siffra_id,
        'MAL_OKANT' as regel_id,
        concat(
            'Deltaganden utan angivet mål: ',
            {{ svenskt_tal('okant.antal_deltaganden + okant.antal_okant_projekt') }},
            coalesce(
                '; på dem ligger ' || {{ svenskt_tal('okant.belopp_sek') }} || ' kr.',
                '; deras belopp är okänt.'
            )
        ) as orsak
    from avvikande
    inner join snitt as okant
        on
            avvikande.ar = okant.ar
            and avvikande.omfattning = okant.omfattning
            and okant.dimension = 'kf_mal'
            and okant.varde_kod = 'OKANT'
    where
        avvikande.dimension = 'kf_mal'
        and (avvikande.matt <> 'utbetalt_sek' or okant.belopp_sek <> 0)

),

mal_fordelat as (

    select
        siffra_id,
        'MAL_FORDELAT' as regel_id,
        concat(
            'Deltaganden med flera mål: ', {{ svenskt_tal('antal_flera_mal') }},
            '. Deras belopp är fördelade efter andelar; dokumentet anger inte hur det delat.'
        ) as orsak
    from avvikande
    where
        dimension = 'kf_mal'
        and matt = 'utbetalt_sek'
        and antal_flera_mal > 0

),

-- Counts per goal or group are not additive, so only nämnder are held against a published count.
delsumma_skiljer as (

    select
        avvikande.siffra_id,
        'DELSUMMA_SKILJER' as regel_id,
        {{ sammanfoga(
            "concat('I samma dokument är summan ' || publicerad_summa.uppdelning || ' ', "
            ~ svenskt_tal('publicerad_summa.summa') ~ ", ', inte ', "
            ~ svenskt_tal('avvikande.publicerat') ~ ", '.')",
            ' ', 'publicerad_summa.dimension'
        ) }} as orsak
    from avvikande
    inner join publicerad_summa
        on
            avvikande.dokument = publicerad_summa.dokument
            and avvikande.ar = publicerad_summa.ar
            and avvikande.omfattning = publicerad_summa.omfattning
            and avvikande.matt = publicerad_summa.matt
            and coalesce(avvikande.bas, '') = publicerad_summa.bas
    where
        avvikande.dimension = 'staden'
        and (avvikande.matt = 'utbetalt_sek' or publicerad_summa.dimension = 'namnd')
        and abs(avvikande.publicerat - publicerad_summa.summa)
        > publicerad_summa.avrundning_hogst + avvikande.tolerans
    group by avvikande.siffra_id

),

-- One document, two divisions of the same thing, two sums. Measures that add up only: a project
-- with two goals is counted under both. A gap that rounding can hold explains a figure only when
-- the figure is off by that very gap.
uppdelningar as (

    select
        egen.dokument,
        egen.ar,
        egen.publicerat_ar,
        egen.omfattning,
        egen.matt,
        egen.bas,
        egen.dimension,
        egen.uppdelning,
        egen.summa,
        annan.dimension as annan_dimension,
        annan.uppdelning as annan_uppdelning,
        annan.summa as annan_summa,
        case when egen.matt like '%_sek' then ' kr ' else ' ' end as enhet,
        annan.summa - egen.summa as gap,
        abs(annan.summa - egen.summa) <= egen.avrundning_hogst + annan.avrundning_hogst
            as ryms_i_avrundning
    from publicerad_summa as egen
    inner join publicerad_summa as annan
        on
            egen.dokument = annan.dokument
            and egen.ar = annan.ar
            and egen.publicerat_ar = annan.publicerat_ar
            and egen.omfattning = annan.omfattning
            and egen.matt = annan.matt
            and egen.bas = annan.bas
            and egen.dimension <> annan.dimension
    where
        egen.matt in ('utbetalt_sek', 'antal_samverkansparter')
        and egen.summa <> annan.summa

),

summor_i_ord as (

    select
        *,
        concat(
            'Dokumentet summerar till ', {{ svenskt_tal('summa') }}, enhet, uppdelning,
            ' men till ', {{ svenskt_tal('annan_summa') }}, enhet, annan_uppdelning,
            case
                when ryms_i_avrundning
                    then concat(
                        '. Avrundning av delarna kan förklara det, ',
                        'och siffran avviker med just skillnaden.'
                    )
                else ': samma underlag kan inte ge båda.'
            end
        ) as mening
    from uppdelningar

),

summor_skiljer as (

    select
        avvikande.siffra_id,
        'SUMMOR_SKILJER' as regel_id,
        {{ sammanfoga('uppdelningar.mening', ' ', 'uppdelningar.annan_dimension') }} as orsak
    from avvikande
    inner join summor_i_ord as uppdelningar
        on
            avvikande.dokument = uppdelningar.dokument
            and avvikande.ar = uppdelningar.ar
            and avvikande.publicerat_ar = uppdelningar.publicerat_ar
            and avvikande.omfattning = uppdelningar.omfattning
            and avvikande.matt = uppdelningar.matt
            and coalesce(avvikande.bas, '') = uppdelningar.bas
            and avvikande.dimension = uppdelningar.dimension
    where
        not uppdelningar.ryms_i_avrundning
        or abs(avvikande.skillnad - uppdelningar.gap) <= avvikande.tolerans
    group by avvikande.siffra_id

),

-- Seven equal digits at the end do not happen by chance among a handful of amounts.
lika_slutsiffror as (

    select
        avvikande.siffra_id,
        'LIKA_SLUTSIFFROR' as regel_id,
        {{ sammanfoga(
            "concat('De sju sista siffrorna är desamma som för ' || andra.varde_namn || ' (', "
            ~ svenskt_tal('andra.publicerat') ~ ", '): troligt avskrivningsfel.')",
            ' ', 'andra.siffra_id'
        ) }} as orsak
    from avvikande
    inner join jamforda as andra
        on
            avvikande.dokument = andra.dokument
            and avvikande.ar = andra.ar
            and avvikande.matt = andra.matt
            and avvikande.dimension = andra.dimension
            and avvikande.varde_kod <> andra.varde_kod
            and avvikande.publicerat <> andra.publicerat
    where
        avvikande.matt = 'utbetalt_sek'
        and avvikande.avrundning = 'exakt'
        and avvikande.publicerat % 10000000 = andra.publicerat % 10000000
        and avvikande.publicerat % 10000000 >= 1000000
    group by avvikande.siffra_id

),

ompublicerade as (

    select distinct
        avvikande.siffra_id,
        andra.dokument,
        andra.publicerat,
        coalesce(andra.bas, 'ingen') as bas
    from avvikande
    inner join jamforda as andra
        on
            avvikande.ar = andra.ar
            and avvikande.matt = andra.matt
            and avvikande.dimension = andra.dimension
            and avvikande.varde_kod = andra.varde_kod
            and avvikande.omfattning = andra.omfattning
            and avvikande.publicerat_ar <> andra.publicerat_ar
    where abs(avvikande.publicerat - andra.publicerat) > avvikande.tolerans + andra.tolerans

),

ompublicerad as (

    select
        siffra_id,
        'OMPUBLICERAD' as regel_id,
        {{ sammanfoga(
            "concat('I ' || dokument || ' är samma uppgift ', " ~ svenskt_tal('publicerat')
            ~ ", ' (bas: ' || bas || ').')",
            ' ', 'dokument, publicerat, bas'
        ) }} as orsak
    from ompublicerade
    group by siffra_id

),

redovisade_ar as (

    select distinct ar from snitt

),

-- A nämnd without a submission may have projects: then the computed figure is too low.
saknade_namnder as (

    select
        redovisade_ar.ar,
        count(distinct namnder.namnd_kod) as antal
    from redovisade_ar
    inner join namnder
        on redovisade_ar.ar between namnder.fran_ar and namnder.till_ar
    left join snitt
        on
            redovisade_ar.ar = snitt.ar
            and namnder.namnd_kod = snitt.omfattning
    where snitt.omfattning is null
    group by redovisade_ar.ar

),

-- Where the document counts the same number of nämnder as the submissions, none is missing.
lika_manga_namnder as (

    select distinct ar
    from jamforda
    where
        matt = 'antal_namnder'
        and omfattning = 'staden'
        and status = 'stammer'

),

namnd_utan_underlag as (

    select
        avvikande.siffra_id,
        'NAMND_UTAN_UNDERLAG' as regel_id,
        concat(
            'Nämnder utan projekt i underlagen för ', cast(avvikande.ar as string), ': ',
            {{ svenskt_tal('saknade_namnder.antal') }}, '.'
        ) as orsak
    from avvikande
    inner join saknade_namnder on avvikande.ar = saknade_namnder.ar
    left join lika_manga_namnder on avvikande.ar = lika_manga_namnder.ar
    where
        lika_manga_namnder.ar is null
        and avvikande.omfattning = 'staden'
        and avvikande.dimension <> 'namnd'
        and avvikande.beraknat < avvikande.publicerat

),

anpassade_varden as (

    select
        siffra_id,
        'ANPASSADE_VARDEN' as regel_id,
        'Beräkningen vilar delvis på anpassade värden.' as orsak
    from avvikande
    where
        anpassat
        and matt = 'utbetalt_sek'

),

-- What holds only as a whole is told with the parts that do not.
delar_avviker as (

    select
        siffra_id,
        'DELAR_AVVIKER' as regel_id,
        concat(
            'Siffran stämmer, men delar av den i samma dokument gör det inte (',
            {{ svenskt_tal('antal_delar_avviker') }}, '): ', delar_som_avviker,
            '. Att den stämmer är en slump, eller så är delarna räknade på ett annat sätt.'
        ) as orsak
    from jamforda
    where status = 'stammer_av_slump'

),

traffar as (

    select * from kan_ej_beraknas
    union all
    select * from delar_avviker
    union all
    select * from nollbelopp_raknat
    union all
    select * from raknar_deltaganden
    union all
    select * from underlagen_raknar_upp
    union all
    select * from utan_namngivet_projekt
    union all
    select * from belopp_saknas
    union all
    select * from budget_saknas
    union all
    select * from roll_annan
    union all
    select * from fond_okand
    union all
    select * from mal_okant
    union all
    select * from mal_fordelat
    union all
    select * from delsumma_skiljer
    union all
    select * from summor_skiljer
    union all
    select * from lika_slutsiffror
    union all
    select * from ompublicerad
    union all
    select * from namnd_utan_underlag
    union all
    select * from anpassade_varden

),

okand_orsak as (

    select
        jamforda.siffra_id,
        'OKAND_ORSAK' as regel_id,
        concat(
            'Ingen regel känner igen orsaken till skillnaden ',
            {{ svenskt_tal('jamforda.skillnad') }}, '. Den behöver utredas.'
        ) as orsak
    from jamforda
    left join traffar on jamforda.siffra_id = traffar.siffra_id
    where
        jamforda.status = 'avviker'
        and traffar.siffra_id is null

)

select * from traffar
union all
select * from okand_orsak
