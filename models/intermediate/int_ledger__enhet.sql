-- Once and only once: for each voucher (or month, in ledgers without voucher numbers) the file
-- that landed last is the one whose rows count.
with final as (
    select
        ersattning_nyckel,
        max(fil_ordning) as fil_ordning
    from {{ ref('stg_ledger__rad') }}
    group by ersattning_nyckel
)

select * from final
