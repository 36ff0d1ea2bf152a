-- What a submission is recognised by when another of the same nämnd and year is held beside it: its
-- projects, by name and by bidragsnummer; without projects, what its other sheets are about.
with projekt as (
    select
        kommun_kod,
        inlamning_nyckel,
        ar,
        version,
        fil_sha256,
        namn_nyckel,
        bidrag_nyckel
    from {{ ref('int_inlamning__rad') }}
),

utan_projekt as (
    select version.*
    from {{ ref('int_inlamning__kandidat') }} as version
    where version.slag = 'text'
),

final as (
    select
        kommun_kod,
        inlamning_nyckel,
        ar,
        version,
        fil_sha256,
        'namn:' || namn_nyckel as kanns_igen_pa
    from projekt
    union distinct
    select
        kommun_kod,
        inlamning_nyckel,
        ar,
        version,
        fil_sha256,
        'bidrag:' || bidrag_nyckel as kanns_igen_pa
    from projekt
    where bidrag_nyckel is not null
    union distinct
    select
        utan_projekt.kommun_kod,
        utan_projekt.inlamning_nyckel,
        utan_projekt.ar,
        utan_projekt.version,
        utan_projekt.fil_sha256,
        'blad:' || rad.bladtyp || ':' || rad.post as kanns_igen_pa
    from utan_projekt
    inner join {{ ref('int_inlamning__bladrad') }} as rad
        on {{ samma_avsandare('utan_projekt', 'rad') }}
)

select * from final
