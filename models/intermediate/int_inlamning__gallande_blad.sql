-- Which file speaks for each of the other sheets of a nämnd's year. The file whose projects count
-- does; a file without projects adds to it, unless its version is older. Of several, the highest
-- version, then the one that landed last.
with blad as (
    select * from {{ ref('stg_submission__ovriga_blad') }}
),

versioner as (
    select * from {{ ref('int_inlamning__version') }}
),

-- By the words for the nämnd where it is unknown: in a file of its own it is one nämnd.
projektfiler as (
    select
        fil_sha256,
        namnd_kod,
        ar,
        version,
        bool_or(gallande) as gallande
    from versioner
    where antal_rader > 0
    group by fil_sha256, namnd_kod, ar, version
),

kandidater as (
    select
        blad.*,
        fil.fil_ordning
    from blad
    inner join {{ ref('stg_raw__fil') }} as fil on blad.fil_sha256 = fil.fil_sha256
    left join projektfiler
        on
            blad.fil_sha256 = projektfiler.fil_sha256
            and blad.namnd_kod = projektfiler.namnd_kod
            and blad.ar = projektfiler.ar
            and blad.version = projektfiler.version
    left join versioner as gallande
        on
            blad.inlamning_nyckel = gallande.inlamning_nyckel
            and blad.ar = gallande.ar
            and gallande.gallande
    where
        coalesce(projektfiler.gallande, true)
        and blad.version >= coalesce(gallande.version, blad.version)
),

rangordnade as (
    select
        *,
        row_number() over (
            partition by bladtyp, inlamning_nyckel, ar order by version desc, fil_ordning desc
        ) as plats
    from kandidater
),

final as (
    select
        bladtyp,
        fil_sha256,
        namnd_kod,
        ar,
        version
    from rangordnade
    where plats = 1
)

select * from final
