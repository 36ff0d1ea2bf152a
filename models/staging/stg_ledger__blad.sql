with source as (
    select * from {{ source('raw', 'ledger_blad') }}
),

final as (
    select
        blad_nr,
        fil_sha256,
        blad,
        ersatter
    from source
)

select * from final
