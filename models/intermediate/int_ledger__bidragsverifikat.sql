-- The vouchers (or months) with EU grants in them, of every sheet, current or not: their money, and
-- what their grant rows say as one hash, whatever order they stand in.
with kurs as (
    {{ kurser() }}
),

rader as (
    select
        rad.*,
        {{ bidrag_sek('rad', 'kurs') }} as belopp_sek
    from {{ ref('int_ledger__kontorad') }} as rad
    left join kurs on rad.valuta = kurs.valuta and rad.ar = kurs.ar
),

verifikat as (
    select
        kommun_kod,
        fil_sha256,
        blad,
        ersattning_nyckel,
        min(rakenskapsar) as rakenskapsar,
        min(serie) as serie,
        min(verifikation) as verifikation,
        min(datum) as datum,
        min(fil_rad) as forsta_rad,
        count(*) as antal_rader,
        cast(sum(belopp_sek) as decimal(18, 2)) as belopp_sek,
        md5({{ sammanfoga('likhet', '|', 'likhet') }}) as innehall
    from rader
    group by kommun_kod, fil_sha256, blad, ersattning_nyckel
),

final as (
    select
        verifikat.*,
        export.foretag,
        export.foretag_angivet,
        export.benamning as export_benamning,
        export.plats_bokford,
        {{ nummer_utan_tillagg('verifikat.verifikation', 'verifikat.datum') }} as nummer,
        {{ verifikat_i_ord('verifikat') }} as benamning
    from verifikat
    inner join {{ ref('int_ledger__export') }} as export
        on {{ samma_blad('verifikat', 'export') }}
)

select * from final
