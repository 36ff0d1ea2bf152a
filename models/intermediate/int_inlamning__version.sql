-- Which file speaks for a nämnd's year: the highest version, then the one that landed last.
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

-- A file with indicators and no project rows may speak only where nobody reported projects.
enbart_indikatorer as (
    select distinct
        indikator.inlamning_nyckel,
        indikator.namnd_kod,
        indikator.ar,
        indikator.version,
        indikator.fil_sha256
    from {{ ref('stg_submission__indikator') }} as indikator
    left join projekt on indikator.fil_sha256 = projekt.fil_sha256
    where projekt.fil_sha256 is null
),

enheter as (
    select
        inlamning_nyckel,
        namnd_kod,
        ar,
        version,
        fil_sha256,
        diarienummer,
        beslutsdatum,
        antal_rader
    from projekt
    union all
    select
        inlamning_nyckel,
        namnd_kod,
        ar,
        version,
        fil_sha256,
        cast(null as string) as diarienummer,
        cast(null as date) as beslutsdatum,
        0 as antal_rader
    from enbart_indikatorer
),

keys as (
    select
        enheter.*,
        fil.fil,
        fil.inlast_tid,
        row_number() over (
            partition by enheter.inlamning_nyckel, enheter.ar
            order by
                case when enheter.antal_rader > 0 then 0 else 1 end,
                enheter.version desc,
                fil.fil_ordning desc
        ) = 1 as gallande
    from enheter
    inner join {{ ref('stg_raw__fil') }} as fil on enheter.fil_sha256 = fil.fil_sha256
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
