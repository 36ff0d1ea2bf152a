with source as (
    select * from {{ source('raw', 'ledger_blad') }}
),

final as (
    select
        blad_nr,
        fil_sha256,
        blad,
        ersatter,
        cast(gjord as date) as gjord_datum,
        fran_datum,
        till_datum
    from source
)

select * from final
