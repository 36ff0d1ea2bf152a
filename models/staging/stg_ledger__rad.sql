with source as (
    select * from {{ source('raw', 'ledger_rad') }}
),

-- The year a SIE file is about; what it books on another day belongs to the nearest end of it.
sie_ar as (
    select
        kommun_kod,
        fil_sha256,
        start_datum,
        slut_datum
    from {{ source('raw', 'sie_rakenskapsar') }}
    where arsnr = 0
),

blad as (
    select
        sida.kommun_kod,
        sida.blad_nr,
        sida.fil_sha256,
        sida.blad,
        sida.ersatter,
        fil.profil,
        sie_ar.start_datum as ar_start,
        sie_ar.slut_datum as ar_slut,
        extract(year from sie_ar.start_datum) as forsta_ar,
        extract(year from sie_ar.slut_datum) as sista_ar
    from {{ source('raw', 'ledger_blad') }} as sida
    inner join {{ source('raw', 'fil') }} as fil
        on sida.kommun_kod = fil.kommun_kod and sida.fil_sha256 = fil.fil_sha256
    left join sie_ar on sida.kommun_kod = sie_ar.kommun_kod and sida.fil_sha256 = sie_ar.fil_sha256
),

clean as (
    select
        kommun_kod,
        blad_nr,
        rad as fil_rad,
        utfall,
        innehall_hash as innehall_nummer,
        rakenskapsar as rakenskapsar_last,
        coalesce(rakenskapsar, extract(year from datum), 0) as rakenskapsar,
        coalesce(serie, '') as serie,
        verifikation,
        verifikat_rad,
        datum,
        konto,
        ansvar as ansvar_text,
        projektkod as projektkod_text,
        text,
        belopp,
        valuta,
        belopp_valuta
    from source
),

dedupe as (
    select * from clean
    where utfall = 'laddad'
),

-- What is dear to make of every row (kallrad_id, ersattning_nyckel) is made by those who need it,
-- of the rows they need: see macros/ledger.sql.
final as (
    select
        dedupe.kommun_kod,
        dedupe.blad_nr,
        blad.fil_sha256,
        blad.profil,
        blad.blad,
        dedupe.fil_rad,
        dedupe.innehall_nummer,
        -- A row nobody could date stays, in the unknown year 0, until the file is put right.
        cast(
            case
                when dedupe.datum is null then dedupe.rakenskapsar
                when dedupe.rakenskapsar_last <> blad.forsta_ar then extract(year from dedupe.datum)
                when dedupe.datum > blad.ar_slut then blad.sista_ar
                when dedupe.datum < blad.ar_start then blad.forsta_ar
                else extract(year from dedupe.datum)
            end as integer
        ) as ar,
        cast(dedupe.rakenskapsar as integer) as rakenskapsar,
        dedupe.serie,
        dedupe.verifikation,
        dedupe.verifikat_rad,
        dedupe.datum,
        dedupe.konto,
        dedupe.ansvar_text,
        dedupe.projektkod_text,
        dedupe.text,
        dedupe.belopp,
        dedupe.valuta,
        dedupe.belopp_valuta,
        blad.ersatter
    from dedupe
    inner join blad on dedupe.kommun_kod = blad.kommun_kod and dedupe.blad_nr = blad.blad_nr
)

select * from final
