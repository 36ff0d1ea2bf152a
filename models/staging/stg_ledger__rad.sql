with source as (
    select * from {{ source('raw', 'ledger_rad') }}
),

clean as (
    select
        kallrad_id,
        fil_sha256,
        blad,
        rad as fil_rad,
        utfall,
        innehall_hash,
        -- A row nobody could date stays, in the unknown year 0, until the file is put right.
        coalesce(extract(year from datum), rakenskapsar, 0) as ar,
        coalesce(rakenskapsar, extract(year from datum), 0) as rakenskapsar,
        coalesce(serie, '') as serie,
        verifikation,
        verifikat_rad,
        datum,
        trim(konto) as konto,
        nullif(trim(ansvar), '') as ansvar,
        nullif(trim(projektkod), '') as projektkod,
        text,
        belopp,
        valuta,
        belopp_valuta,
        ersatter
    from source
),

dedupe as (
    select * from clean
    where utfall = 'laddad'
),

-- The unit a later file replaces: the voucher, or the profile's month where there are no voucher
-- numbers. A row that has neither stands for itself: the same row landing twice counts once.
keys as (
    select
        dedupe.*,
        case
            when dedupe.ersatter = 'manad' and dedupe.datum is not null
                then
                    'manad|' || coalesce(fil.profil, '')
                    || '|' || cast(extract(year from dedupe.datum) as string)
                    || '|' || cast(extract(month from dedupe.datum) as string)
            when dedupe.ersatter <> 'manad' and dedupe.verifikation is not null
                then
                    'verifikation|' || cast(dedupe.rakenskapsar as string)
                    || '|' || dedupe.serie
                    || '|' || dedupe.verifikation
            else 'rad|' || dedupe.innehall_hash
        end as ersattning_nyckel,
        fil.fil_ordning
    from dedupe
    inner join {{ ref('stg_raw__fil') }} as fil on dedupe.fil_sha256 = fil.fil_sha256
),

final as (
    select
        kallrad_id,
        fil_sha256,
        fil_ordning,
        blad,
        fil_rad,
        ersattning_nyckel,
        cast(ar as integer) as ar,
        serie,
        verifikation,
        verifikat_rad,
        datum,
        konto,
        ansvar,
        projektkod,
        text,
        belopp,
        valuta,
        belopp_valuta
    from keys
)

select * from final
