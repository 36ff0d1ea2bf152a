with source as (
    select * from {{ source('raw', 'ledger_rad') }}
),

-- The voucher's text stays behind: it may name people.
final as (
    select
        kallrad_id,
        innehall_hash,
        projektkod as projektkod_text,
        ansvar as ansvar_text,
        belopp
    from source
    where utfall = 'laddad'
)

select * from final
