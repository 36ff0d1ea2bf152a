-- Which files speak for a nämnd's year: those of the highest version. Of these, files with nothing
-- in common are parts of one submission and all count; of two with something in common the later.
with kandidater as (
    select * from {{ ref('int_inlamning__kandidat') }}
),

delade as (
    select
        kandidater.kommun_kod,
        kandidater.inlamning_nyckel,
        kandidater.ar,
        kandidater.version,
        kandidater.fil_sha256,
        kandidater.ordning,
        max(kandidater.ordning) over (
            partition by
                kandidater.kommun_kod, kandidater.inlamning_nyckel, kandidater.ar,
                nyckel.kanns_igen_pa
        ) as sista_ordning
    from kandidater
    inner join {{ ref('int_inlamning__nyckel') }} as nyckel
        on {{ samma_inlamning('kandidater', 'nyckel') }}
    where kandidater.ar_gallande_version
),

undantrangda as (
    select distinct
        kommun_kod,
        inlamning_nyckel,
        ar,
        version,
        fil_sha256
    from delade
    where sista_ordning > ordning
),

keys as (
    select
        kandidater.*,
        kandidater.ar_gallande_version and undantrangda.fil_sha256 is null as gallande
    from kandidater
    left join undantrangda
        on {{ samma_inlamning('kandidater', 'undantrangda') }}
),

-- A file of which nothing could be read replaces nothing, and is replaced by a later version only.
final as (
    select
        *,
        not gallande and not (slag = 'avvisad' and version > gallande_version) as ar_ersatt
    from keys
)

select * from final
