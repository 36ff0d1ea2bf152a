with source as (
    select * from {{ source('raw', 'ledger_rad') }}
),

blad as (
    select
        sida.blad_nr,
        sida.fil_sha256,
        sida.blad,
        sida.ersatter,
        fil.profil
    from {{ source('raw', 'ledger_blad') }} as sida
    inner join {{ source('raw', 'fil') }} as fil on sida.fil_sha256 = fil.fil_sha256
),

clean as (
    select
        blad_nr,
        rad as fil_rad,
        utfall,
        innehall_hash as innehall_nummer,
        -- A row nobody could date stays, in the unknown year 0, until the file is put right.
        coalesce(extract(year from datum), rakenskapsar, 0) as ar,
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
        dedupe.blad_nr,
        blad.fil_sha256,
        blad.profil,
        blad.blad,
        dedupe.fil_rad,
        dedupe.innehall_nummer,
        cast(dedupe.ar as integer) as ar,
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
    inner join blad on dedupe.blad_nr = blad.blad_nr
)

select * from final
