{{ config(severity='warn') }}
-- A voucher of an export of whole vouchers adds up to zero. An export of chosen accounts has parts
-- of vouchers: a file most of whose vouchers do not balance is taken for one and says nothing.
with

verifikat as (

    select
        kommun_kod,
        fil_sha256,
        ersattning_nyckel,
        ar,
        forsta_rad,
        skillnad_sek,
        skillnad_valuta
    from {{ ref('int_ledger__verifikat') }}
    where ersattning_nyckel like 'verifikation|%'

),

hela_filer as (

    select
        kommun_kod,
        fil_sha256
    from verifikat
    group by kommun_kod, fil_sha256
    having count(*) filter (where skillnad_sek = 0) * 2 > count(*)

)

select verifikat.*
from verifikat
inner join hela_filer
    on verifikat.kommun_kod = hela_filer.kommun_kod and verifikat.fil_sha256 = hela_filer.fil_sha256
where
    verifikat.skillnad_sek <> 0
    or verifikat.skillnad_valuta <> 0
