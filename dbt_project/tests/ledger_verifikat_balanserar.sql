{{ config(severity='warn') }}
-- A voucher of an export of whole vouchers adds up to zero. An export of chosen accounts has parts
-- of vouchers: a file most of whose vouchers do not balance is taken for one and says nothing.
with

verifikat as (

    select
        fil_sha256,
        ersattning_nyckel,
        min(serie) as serie,
        min(verifikation) as verifikation,
        min(ar) as ar,
        min(fil_rad) as forsta_rad,
        sum(belopp) as skillnad_sek,
        -- Only a voucher that is in one foreign currency from end to end balances in it.
        case
            when
                count(distinct valuta) = 1
                and count(*) filter (where valuta <> 'SEK' and belopp_valuta is not null) = count(*)
                then sum(belopp_valuta)
            else 0
        end as skillnad_valuta
    from {{ ref('stg_ledger__rad') }}
    where ersattning_nyckel like 'verifikation|%'
    group by fil_sha256, ersattning_nyckel

),

hela_filer as (

    select fil_sha256
    from verifikat
    group by fil_sha256
    having count(*) filter (where skillnad_sek = 0) * 2 > count(*)

)

select verifikat.*
from verifikat
inner join hela_filer on verifikat.fil_sha256 = hela_filer.fil_sha256
where
    verifikat.skillnad_sek <> 0
    or verifikat.skillnad_valuta <> 0
