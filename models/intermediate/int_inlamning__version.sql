-- Which file speaks for a nämnd's year: the highest version, then the one that landed last,
-- then the one decided last: a file may hold several nämnder, so each by its own decision.
with projekt as (
    select
        inlamning_nyckel,
        namnd_kod,
        ar,
        version,
        fil_sha256,
        max(diarienummer) as diarienummer,
        max(beslutsdatum) as beslutsdatum,
        count(*) as antal_rader
    from {{ ref('stg_submission__projekt') }}
    group by inlamning_nyckel, namnd_kod, ar, version, fil_sha256
),

keys as (
    select
        projekt.*,
        fil.fil,
        fil.inlast_tid,
        row_number() over (
            partition by projekt.inlamning_nyckel, projekt.ar
            order by
                projekt.version desc,
                fil.inlast_tid desc nulls last,
                projekt.beslutsdatum desc nulls last,
                fil.fil_ordning desc
        ) = 1 as gallande
    from projekt
    inner join {{ ref('stg_raw__fil') }} as fil on projekt.fil_sha256 = fil.fil_sha256
),

final as (
    select
        inlamning_nyckel,
        namnd_kod,
        ar,
        version,
        fil_sha256,
        fil,
        inlast_tid,
        diarienummer,
        beslutsdatum,
        antal_rader,
        gallande
    from keys
)

select * from final
