with source as (
    select * from {{ source('raw', 'avvisad_rad') }}
),

final as (
    select
        kommun_kod,
        fil_sha256,
        blad,
        rad,
        kolumn,
        varde,
        regel,
        meddelande,
        radinnehall
    from source
)

select * from final
