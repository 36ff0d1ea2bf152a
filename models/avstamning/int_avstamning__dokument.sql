-- What printed figures say of each other, for the figures that differ from the computed ones: a
-- sentence in the column of each thing that is odd, else nothing.
{% set mellan = ['dokument', 'ar', 'omfattning', 'matt'] %}
with jamforda as (
    select
        *,
        {{ siffrans_bas() }} as egen_bas
    from {{ ref('int_avstamning__jamforelse') }}
),

avvikande as (
    select * from jamforda
    where status = 'avviker'
),

-- A document names some of its projects and leaves out others: their sum is no sum of it.
summor as (
    select * from {{ ref('int_avstamning__publicerad_summa') }}
    where dimension <> 'projekt'
),

-- Counts per goal or group are not additive, so only nämnder are held against a published count.
delsummor as (
    select
        avvikande.kommun_kod,
        avvikande.siffra_id,
        {{ sammanfoga(
            "concat_ws('', 'I samma dokument är summan ' || summor.uppdelning || ' ', "
            ~ svenskt_tal('summor.summa') ~ ", ', inte ', "
            ~ svenskt_tal('avvikande.publicerat') ~ ", '.')",
            ' ', 'summor.dimension'
        ) }} as delsumma
    from avvikande
    inner join summor
        on
            {{ samma_kolumner('avvikande', 'summor', mellan) }}
            and avvikande.egen_bas = summor.bas
    where
        avvikande.dimension = 'staden'
        and (avvikande.matt = 'utbetalt_sek' or summor.dimension = 'namnd')
        and abs(avvikande.publicerat - summor.summa)
        > summor.avrundning_hogst + avvikande.tolerans
    group by avvikande.kommun_kod, avvikande.siffra_id
),

-- One document, two divisions of the same thing, two sums. Measures that add up only: a project
-- with two goals is counted under both.
uppdelningar as (
    select
        egen.*,
        annan.dimension as annan_dimension,
        annan.uppdelning as annan_uppdelning,
        annan.summa as annan_summa,
        annan.summa - egen.summa as gap,
        abs(annan.summa - egen.summa) <= egen.avrundning_hogst + annan.avrundning_hogst
            as ryms_i_avrundning,
        case when egen.matt like '%_sek' then ' kr ' else ' ' end as enhet
    from summor as egen
    inner join summor as annan
        on {{ samma_kolumner('egen', 'annan', mellan + ['publicerat_ar', 'bas']) }}
    where
        egen.dimension <> annan.dimension
        and egen.matt in ('utbetalt_sek', 'antal_samverkansparter')
        and egen.summa <> annan.summa
),

summor_i_ord as (
    select
        *,
        concat_ws(
            '',
            'Dokumentet summerar till ', {{ svenskt_tal('summa') }}, enhet, uppdelning,
            ' men till ', {{ svenskt_tal('annan_summa') }}, enhet, annan_uppdelning,
            case
                when ryms_i_avrundning
                    then
                        '. Avrundning av delarna kan förklara det, '
                        || 'och siffran avviker med just skillnaden.'
                else ': samma underlag kan inte ge båda.'
            end
        ) as mening
    from uppdelningar
),

-- A gap that rounding can hold explains a figure only when the figure is off by that very gap.
olika_summor as (
    select
        avvikande.kommun_kod,
        avvikande.siffra_id,
        {{ sammanfoga('olika.mening', ' ', 'olika.annan_dimension') }} as summor
    from avvikande
    inner join summor_i_ord as olika
        on
            {{ samma_kolumner('avvikande', 'olika', mellan + ['publicerat_ar', 'dimension']) }}
            and avvikande.egen_bas = olika.bas
    where
        not olika.ryms_i_avrundning
        or abs(avvikande.skillnad - olika.gap) <= avvikande.tolerans
    group by avvikande.kommun_kod, avvikande.siffra_id
),

-- Seven equal digits at the end do not happen by chance among a handful of amounts.
lika_slut as (
    select
        avvikande.kommun_kod,
        avvikande.siffra_id,
        {{ sammanfoga(
            "concat_ws('', 'De sju sista siffrorna är desamma som för ' || andra.varde_namn || ' (', "
            ~ svenskt_tal('andra.publicerat') ~ ", '): troligt avskrivningsfel.')",
            ' ', 'andra.siffra_id'
        ) }} as slutsiffror
    from avvikande
    inner join jamforda as andra
        on {{ samma_kolumner('avvikande', 'andra', ['dokument', 'ar', 'matt', 'dimension']) }}
    where
        avvikande.varde_kod <> andra.varde_kod
        and avvikande.publicerat <> andra.publicerat
        and avvikande.matt = 'utbetalt_sek'
        and avvikande.avrundning = 'exakt'
        and avvikande.publicerat % 10000000 = andra.publicerat % 10000000
        and avvikande.publicerat % 10000000 >= 1000000
    group by avvikande.kommun_kod, avvikande.siffra_id
),

ompublicerade as (
    select distinct
        avvikande.kommun_kod,
        avvikande.siffra_id,
        andra.dokument,
        andra.publicerat,
        coalesce(andra.bas, 'ingen') as bas
    from avvikande
    inner join jamforda as andra
        on {{ samma_kolumner(
            'avvikande', 'andra', ['ar', 'matt', 'dimension', 'varde_kod', 'omfattning']
        ) }}
    where
        avvikande.publicerat_ar <> andra.publicerat_ar
        and abs(avvikande.publicerat - andra.publicerat) > avvikande.tolerans + andra.tolerans
),

ompublicerad as (
    select
        kommun_kod,
        siffra_id,
        {{ sammanfoga(
            "concat_ws('', 'I ' || dokument || ' är samma uppgift ', " ~ svenskt_tal('publicerat')
            ~ ", ' (bas: ' || bas || ').')",
            ' ', 'dokument, publicerat, bas'
        ) }} as ompublicerad
    from ompublicerade
    group by kommun_kod, siffra_id
)

select
    avvikande.kommun_kod,
    avvikande.siffra_id,
    delsummor.delsumma,
    olika_summor.summor,
    lika_slut.slutsiffror,
    ompublicerad.ompublicerad
from avvikande
left join delsummor
    on avvikande.kommun_kod = delsummor.kommun_kod and avvikande.siffra_id = delsummor.siffra_id
left join olika_summor
    on
        avvikande.kommun_kod = olika_summor.kommun_kod
        and avvikande.siffra_id = olika_summor.siffra_id
left join lika_slut
    on avvikande.kommun_kod = lika_slut.kommun_kod and avvikande.siffra_id = lika_slut.siffra_id
left join ompublicerad
    on
        avvikande.kommun_kod = ompublicerad.kommun_kod
        and avvikande.siffra_id = ompublicerad.siffra_id
