-- Which file speaks for a nämnd's year: the highest version, then the one that landed last,
-- then the one decided last: a file may hold several nämnder, so each by its own decision. A file
-- without projects takes them back only with a higher version; with the same it adds its answers.
with inlamningar as (
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
    union all
    select
        inlamning_nyckel,
        namnd_kod,
        ar,
        version,
        fil_sha256,
        diarienummer,
        beslutsdatum,
        0 as antal_rader
    from {{ ref('stg_submission__utan_projekt') }}
),

keys as (
    select
        inlamningar.*,
        fil.fil,
        fil.inlast_tid,
        row_number() over (
            partition by inlamningar.inlamning_nyckel, inlamningar.ar
            order by
                inlamningar.version desc,
                inlamningar.antal_rader > 0 desc,
                fil.inlast_tid desc nulls last,
                inlamningar.beslutsdatum desc nulls last,
                fil.fil_ordning desc
        ) = 1 as gallande
    from inlamningar
    inner join {{ ref('stg_raw__fil') }} as fil on inlamningar.fil_sha256 = fil.fil_sha256
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
