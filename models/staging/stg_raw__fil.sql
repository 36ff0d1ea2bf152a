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

exporterade as (
    {{ sie_exportdagar() }}
),

-- The order in which later files replace earlier ones. A file that says when it was made is as old
-- as that, whenever it was handed in; any other is as old as its landing. Files that are equally
-- old get an order that their bytes decide.
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
                clean.fil_sha256
        ) as fil_ordning
    from clean
    left join exporterade on clean.fil_sha256 = exporterade.fil_sha256
),

final as (
    select * from keys
)

select * from final
