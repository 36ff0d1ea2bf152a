-- The vouchers with EU grants that count, of every sheet that has them.
with final as (
    select bidrag.*
    from {{ ref('int_ledger__bidragsverifikat') }} as bidrag
    left join {{ ref('int_ledger__ersatt') }} as ersatt
        on {{ samma_verifikat('bidrag', 'ersatt') }}
    where ersatt.fil_sha256 is null
)

select * from final
