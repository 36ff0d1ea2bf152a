with source as (
    select * from {{ source('raw', 'fynd') }}
),

final as (
    select
        kommun_kod,
        fil_sha256,
        blad,
        rad,
        kolumn,
        regel,
        allvar,
        varde,
        meddelande,
        raknas_inte
    from source
)

select * from final
