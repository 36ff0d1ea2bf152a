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

exporterade as (
    {{ sie_exportdagar() }}
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

-- The order in which later files replace earlier ones. A file that says when it was made is as old
-- as that, whenever it was handed in; any other is as old as its landing. Of files that landed
-- together the one whose rows reach furthest is the later. Only where that is equal too do the
-- bytes decide, so that the order is the same in every run.
keys as (
    select
        clean.*,
        row_number() over (
            order by
                least(
                    coalesce(exporterade.dag, cast(clean.inlast_tid as date)),
                    cast(clean.inlast_tid as date)
                ),
                clean.inlast_tid,
                coalesce(clean.nyaste_datum, inlamnade.nyaste_datum) nulls first,
                clean.fil_sha256
        ) as fil_ordning
    from clean
    left join exporterade on clean.fil_sha256 = exporterade.fil_sha256
    left join inlamnade on clean.fil_sha256 = inlamnade.fil_sha256
),

final as (
    select * from keys
)

select * from final
