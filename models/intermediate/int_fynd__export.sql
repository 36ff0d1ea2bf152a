-- Ledger exports beside each other: two that seem to tell of the same bookings though nothing ties
-- them together, and a later one that leaves out what an earlier one has.
with export as (
    select
        *,
        fil || case when blad <> '' then ' (blad ' || blad || ')' else '' end as namn
    from {{ ref('int_ledger__export') }}
),

bidrag as (
    select
        bidrag.*,
        export.foretag,
        export.namn as export_namn,
        {{ verifikat_i_ord('bidrag') }} as namn
    from {{ ref('int_ledger__bidragsverifikat') }} as bidrag
    inner join export on bidrag.fil_sha256 = export.fil_sha256 and bidrag.blad = export.blad
),

gallande as (
    select bidrag.*
    from bidrag
    left join {{ ref('int_ledger__ersatt') }} as ersatt
        on {{ samma_verifikat('bidrag', 'ersatt') }}
    where ersatt.fil_sha256 is null
),

-- --- rows that stand in two exports under keys that nothing ties together ---

rader as (
    select
        rad.fil_sha256,
        rad.blad,
        rad.datum,
        rad.likhet,
        count(*) as antal,
        sum(abs(coalesce(rad.belopp, rad.belopp_valuta))) as storlek
    from {{ ref('int_ledger__kontorad') }} as rad
    inner join gallande
        on {{ samma_verifikat('rad', 'gallande') }}
    group by rad.fil_sha256, rad.blad, rad.datum, rad.likhet
),

radantal as (
    select
        fil_sha256,
        blad,
        sum(antal) as antal
    from rader
    group by fil_sha256, blad
),

delade as (
    select
        datum,
        likhet
    from rader
    group by datum, likhet
    having count(*) > 1
),

flera as (
    select rader.*
    from rader
    inner join delade on rader.datum = delade.datum and rader.likhet = delade.likhet
),

lika as (
    select
        ena.fil_sha256,
        ena.blad,
        annan.fil_sha256 as annan_fil_sha256,
        annan.blad as annat_blad,
        sum(least(ena.antal, annan.antal)) as antal,
        sum(least(ena.storlek, annan.storlek)) as belopp_sek
    from flera as ena
    inner join flera as annan
        on
            ena.datum = annan.datum
            and ena.likhet = annan.likhet
            and (ena.fil_sha256 <> annan.fil_sha256 or ena.blad <> annan.blad)
    group by ena.fil_sha256, ena.blad, annan.fil_sha256, annan.blad
),

kanske_dubbelt as (
    select
        lika.fil_sha256,
        lika.blad,
        'LEDGER_KANSKE_SAMMA_BOKFORING' as regel,
        lika.antal,
        '' as exempel,
        annan.namn as annan_fil,
        lika.belopp_sek
    from lika
    inner join export as ena on lika.fil_sha256 = ena.fil_sha256 and lika.blad = ena.blad
    inner join export as annan
        on lika.annan_fil_sha256 = annan.fil_sha256 and lika.annat_blad = annan.blad
    inner join radantal as ena_antal
        on lika.fil_sha256 = ena_antal.fil_sha256 and lika.blad = ena_antal.blad
    inner join radantal as annat_antal
        on lika.annan_fil_sha256 = annat_antal.fil_sha256 and lika.annat_blad = annat_antal.blad
    where
        lika.antal * 2 >= least(ena_antal.antal, annat_antal.antal)
        and (ena.foretag = annan.foretag or not ena.foretag_angivet or not annan.foretag_angivet)
),

-- --- vouchers that a later export leaves out ---

serier as (
    select
        export.foretag,
        export.namn,
        export.gjord,
        export.nyaste_datum,
        export.fran_datum,
        least(
            coalesce(export.till_datum, export.gjord_dag),
            coalesce(export.gjord_dag, export.till_datum)
        ) as till_datum,
        verifikat.fil_sha256,
        verifikat.blad,
        verifikat.rakenskapsar,
        verifikat.serie,
        min(verifikat.datum) as forsta_datum,
        max(verifikat.datum) as sista_datum,
        min(verifikat.nummer) as forsta_nummer,
        max(verifikat.nummer) as sista_nummer,
        count(*) as antal,
        count(*) filter (where verifikat.skillnad_sek = 0) as antal_jamna
    from {{ ref('int_ledger__verifikat') }} as verifikat
    inner join export
        on verifikat.fil_sha256 = export.fil_sha256 and verifikat.blad = export.blad
    where verifikat.serie is not null
    group by
        export.foretag,
        export.namn,
        export.gjord,
        export.gjord_dag,
        export.nyaste_datum,
        export.fran_datum,
        export.till_datum,
        verifikat.fil_sha256,
        verifikat.blad,
        verifikat.rakenskapsar,
        verifikat.serie
),

-- An export of whole vouchers speaks for every unit; one of chosen accounts for those it has.
hela as (
    select
        fil_sha256,
        blad
    from serier
    group by fil_sha256, blad
    having sum(antal_jamna) * 2 > sum(antal)
),

ansvar as (
    select distinct
        fil_sha256,
        blad,
        coalesce({{ kodnyckel('ansvar_text') }}, '') as ansvar
    from {{ ref('int_ledger__kontorad') }}
),

gallande_blad as (
    select distinct
        fil_sha256,
        blad
    from gallande
),

seriepar as (
    select
        tidigare.foretag,
        tidigare.rakenskapsar,
        tidigare.serie,
        tidigare.fil_sha256,
        tidigare.blad,
        tidigare.forsta_datum as tidigare_forsta_datum,
        senare.fil_sha256 as senare_fil_sha256,
        senare.blad as senare_blad,
        senare.forsta_datum,
        senare.sista_datum,
        senare.forsta_nummer,
        senare.sista_nummer,
        senare.fran_datum,
        senare.till_datum
    from serier as tidigare
    inner join serier as senare
        on
            tidigare.foretag = senare.foretag
            and tidigare.rakenskapsar = senare.rakenskapsar
            and tidigare.serie = senare.serie
            and tidigare.fil_sha256 <> senare.fil_sha256
    -- Only of an export whose vouchers still count somewhere can any be missed.
    inner join gallande_blad as galler
        on tidigare.fil_sha256 = galler.fil_sha256 and tidigare.blad = galler.blad
    where
        case
            when tidigare.gjord is not null and senare.gjord is not null
                then tidigare.gjord < senare.gjord
            else tidigare.nyaste_datum < senare.nyaste_datum
        end
),

-- How much of what the earlier export has, the later one repeats: a full export repeats most of it.
kandidater as (
    select
        seriepar.*,
        bidrag.ersattning_nyckel,
        bidrag.verifikation,
        bidrag.datum,
        bidrag.namn,
        bidrag.export_namn,
        bidrag.belopp_sek,
        igen.ersattning_nyckel is not null as finns,
        seriepar.fran_datum is not null
        and bidrag.datum between seriepar.fran_datum and seriepar.till_datum as inom_angivet
    from seriepar
    inner join bidrag
        on
            seriepar.fil_sha256 = bidrag.fil_sha256
            and seriepar.blad = bidrag.blad
            and seriepar.rakenskapsar = bidrag.rakenskapsar
            and seriepar.serie = bidrag.serie
    left join {{ ref('int_ledger__version') }} as igen
        on
            seriepar.senare_fil_sha256 = igen.fil_sha256
            and seriepar.senare_blad = igen.blad
            and bidrag.ersattning_nyckel = igen.ersattning_nyckel
            and seriepar.foretag = igen.foretag
),

omfang as (
    select
        *,
        count(*) filter (where finns) over per_par * 2
        >= count(*) filter (where inom_angivet) over per_par
        and count(*) filter (where finns) over per_par > 0 as upprepar
    from kandidater
    window per_par as (
        partition by fil_sha256, blad, senare_fil_sha256, senare_blad, rakenskapsar, serie
    )
),

-- Vouchers with a unit that the later export has no grant of.
frammande as (
    select distinct
        omfang.fil_sha256,
        omfang.blad,
        omfang.ersattning_nyckel,
        omfang.senare_fil_sha256,
        omfang.senare_blad
    from omfang
    inner join {{ ref('int_ledger__kontorad') }} as rad
        on {{ samma_verifikat('omfang', 'rad') }}
    left join ansvar
        on
            omfang.senare_fil_sha256 = ansvar.fil_sha256
            and omfang.senare_blad = ansvar.blad
            and coalesce({{ kodnyckel('rad.ansvar_text') }}, '') = ansvar.ansvar
    where not omfang.finns and ansvar.ansvar is null
),

nummer as (
    select distinct
        fil_sha256,
        rakenskapsar,
        serie,
        verifikation
    from bidrag
),

saknade as (
    select
        omfang.*,
        row_number() over (
            partition by
                omfang.fil_sha256, omfang.blad, omfang.senare_fil_sha256, omfang.senare_blad
            order by abs(omfang.belopp_sek) desc, omfang.ersattning_nyckel asc
        ) as plats
    from omfang
    inner join gallande
        on {{ samma_verifikat('omfang', 'gallande') }}
    left join hela
        on omfang.senare_fil_sha256 = hela.fil_sha256 and omfang.senare_blad = hela.blad
    left join frammande
        on
            omfang.fil_sha256 = frammande.fil_sha256
            and omfang.blad = frammande.blad
            and omfang.ersattning_nyckel = frammande.ersattning_nyckel
            and omfang.senare_fil_sha256 = frammande.senare_fil_sha256
            and omfang.senare_blad = frammande.senare_blad
    -- The number with another date is said as that.
    left join nummer as annat_datum
        on
            omfang.senare_fil_sha256 = annat_datum.fil_sha256
            and omfang.rakenskapsar = annat_datum.rakenskapsar
            and omfang.serie = annat_datum.serie
            and omfang.verifikation = annat_datum.verifikation
    where
        not omfang.finns
        and (
            (
                omfang.datum between omfang.forsta_datum and omfang.sista_datum
                and (
                    omfang.inom_angivet
                    or try_cast(omfang.verifikation as bigint)
                    between omfang.forsta_nummer and omfang.sista_nummer
                )
            )
            or (
                omfang.inom_angivet
                and (omfang.upprepar or omfang.forsta_datum <= omfang.tidigare_forsta_datum)
            )
        )
        and (hela.fil_sha256 is not null or frammande.fil_sha256 is null)
        and annat_datum.fil_sha256 is null
),

saknas as (
    select
        senare_fil_sha256 as fil_sha256,
        senare_blad as blad,
        'LEDGER_SAKNAS_I_SENARE' as regel,
        count(*) as antal,
        {{ exempel("namn || ' (' || " ~ belopp_i_ord('belopp_sek') ~ " || ')'") }} as exempel,
        export_namn as annan_fil,
        sum(belopp_sek) as belopp_sek
    from saknade
    group by senare_fil_sha256, senare_blad, export_namn
),

funna as (
    select
        fil_sha256,
        nullif(blad, '') as blad,
        cast(null as bigint) as rad,
        regel as regel_id,
        antal,
        exempel,
        annan_fil,
        belopp_sek
    from (
        select * from kanske_dubbelt
        union all
        select * from saknas
    ) as alla
),

final as (
    {{ sagda_fynd('funna', {
        'antal': 'cast(sagt.antal as string)',
        'fil': 'sagt.annan_fil',
        'exempel': 'sagt.exempel',
        'belopp': belopp_i_ord('sagt.belopp_sek')
    }) }}
)

select * from final
