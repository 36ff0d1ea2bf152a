-- Once and only once: for each voucher (or month, in ledgers without voucher numbers) the file
-- that landed last is the one whose rows count.
{{ config(materialized='view') }}
with final as (
    {{ gallande_fil() }}
)

select * from final
