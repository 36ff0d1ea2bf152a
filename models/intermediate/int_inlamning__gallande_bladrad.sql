-- Which rows of the other sheets count: those of the files that speak for the nämnd's year, a row
-- that stands alike in several of them once. A copy of what counts adds what only it tells of.
with rader as (
    select
        rad.kommun_kod,
        rad.bladtyp,
        rad.kallrad_id,
        rad.fil_sha256,
        rad.namnd_kod,
        rad.ar,
        rad.version,
        rad.post,
        rad.innehall,
        version.inlamning_nyckel,
        version.ordning,
        version.gallande
    from {{ ref('int_inlamning__bladrad') }} as rad
    inner join {{ ref('int_inlamning__version') }} as version
        on {{ samma_avsandare('rad', 'version') }}
    left join {{ ref('int_inlamning__kopia') }} as kopia
        on {{ samma_inlamning('version', 'kopia') }}
    where version.gallande or kopia.fil_sha256 is not null
),

keys as (
    select
        *,
        max(ordning) over (
            partition by kommun_kod, bladtyp, inlamning_nyckel, ar, post, innehall, gallande
        ) as sista_med_innehall,
        max(ordning) over (
            partition by kommun_kod, bladtyp, inlamning_nyckel, ar, post
        ) as sista_med_post,
        bool_or(gallande) over (
            partition by kommun_kod, bladtyp, inlamning_nyckel, ar, post
        ) as post_galler
    from rader
),

final as (
    select
        kommun_kod,
        bladtyp,
        kallrad_id,
        fil_sha256,
        namnd_kod,
        ar,
        version
    from keys
    where
        (gallande and ordning = sista_med_innehall)
        or (not post_galler and ordning = sista_med_post)
)

select * from final
