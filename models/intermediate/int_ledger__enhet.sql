-- Once and only once: for each voucher (or month, in ledgers without voucher numbers) the file
-- that landed last is the one whose rows count.
{{ config(materialized='view') }}
with final as (
    select
        verifikat.ersattning_nyckel,
        max(fil.fil_ordning) as fil_ordning
    from {{ ref('int_ledger__verifikat') }} as verifikat
    inner join {{ ref('stg_raw__fil') }} as fil on verifikat.fil_sha256 = fil.fil_sha256
    group by verifikat.ersattning_nyckel
)

select * from final
