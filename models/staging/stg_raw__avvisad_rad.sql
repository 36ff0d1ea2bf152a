with source as (
    select * from {{ source('raw', 'avvisad_rad') }}
),

final as (
    select
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
