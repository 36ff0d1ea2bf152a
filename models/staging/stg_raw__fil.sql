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
        nyaste_datum,
        andrad,
        inlast_tid
    from source
),

-- How far the rows of a file reach: a submission's newest decision. A ledger's newest booking was
-- noted as it was read, because its rows are many.
inlamnade as (
    select
        fil_sha256,
        max(beslutsdatum) as nyaste_datum
    from {{ source('raw', 'submission_projekt') }}
    where utfall = 'laddad'
    group by fil_sha256
),

-- The order of files by what they say alone; when they were first seen decides nothing. Only where
-- they reach equally far do the bytes decide, so that the order is the same in every run. Which of
-- two ledger exports is the later, int_ledger__export says.
keys as (
    select
        clean.*,
        row_number() over (
            order by
                coalesce(clean.nyaste_datum, inlamnade.nyaste_datum) nulls first,
                clean.fil_sha256
        ) as fil_ordning
    from clean
    left join inlamnade on clean.fil_sha256 = inlamnade.fil_sha256
),

final as (
    select * from keys
)

select * from final
