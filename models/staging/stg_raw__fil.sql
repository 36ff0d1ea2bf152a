with source as (
    select * from {{ source('raw', 'fil') }}
),

final as (
    select
        kommun_kod,
        fil_sha256,
        fil,
        typ,
        format,
        storlek,
        profil,
        status,
        orsak,
        rader_lasta,
        rader_avvisade,
        rader_totaler,
        rader_dubbletter,
        nyaste_datum,
        andrad,
        inlast_tid
    from source
)

select * from final
