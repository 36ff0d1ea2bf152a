with source as (
    select * from {{ source('raw', 'ledger_blad') }}
),

final as (
    select
        kommun_kod,
        blad_nr,
        fil_sha256,
        blad,
        ersatter,
        foretag,
        gjord,
        gjord_kalla,
        fran_datum,
        till_datum
    from source
)

select * from final
