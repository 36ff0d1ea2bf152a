with source as (
    select * from {{ source('raw', 'fil') }}
),

clean as (
    select
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
        inlast_tid
    from source
),

-- Files that landed in the same moment get an order that their bytes decide.
keys as (
    select
        *,
        row_number() over (order by inlast_tid, fil_sha256) as fil_ordning
    from clean
),

final as (
    select * from keys
)

select * from final
