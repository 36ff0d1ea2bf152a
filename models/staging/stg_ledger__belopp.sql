-- Every row of every ledger file, whatever became of it, with its amount and nothing more.
with source as (
    select * from {{ source('raw', 'ledger_rad') }}
),

final as (
    select
        kommun_kod,
        blad_nr,
        rad as fil_rad,
        cast(utfall as string) as utfall,
        konto,
        belopp
    from source
)

select * from final
