-- What became of each submission: one row per nämnd, year, version and file, with what was loaded,
-- rejected and remarked on. Also submissions of which nothing could be loaded, and those of nämnder
-- without projects.
{% set rad = ['kommun_kod', 'fil_sha256', 'blad', 'rad', 'namnd_kod', 'ar', 'version'] %}

with

inlamningar as (

    select * from {{ ref('int_inlamning__version') }}
    where namnd_kod <> {{ okand('namnd') }}

),

rader as (

    select
        {{ rad | join(', ') }},
        namn_nyckel,
        0 as antal_avvisade
    from {{ ref('int_inlamning__rad') }}
    union all
    select
        {{ rad | join(', ') }},
        cast(null as string) as namn_nyckel,
        1 as antal_avvisade
    from {{ ref('stg_submission__avvisad') }}

),

lasta as (

    select
        kommun_kod,
        namnd_kod,
        ar,
        version,
        fil_sha256,
        count(distinct namn_nyckel) as antal_projektnamn,
        sum(antal_avvisade) as antal_avvisade
    from rader
    group by kommun_kod, namnd_kod, ar, version, fil_sha256

),

projekt as (

    select
        kommun_kod,
        namnd_kod,
        ar,
        fil_sha256,
        count(distinct projekt_kod) filter (where projekt_kod <> {{ okand('projekt') }})
            as antal_projekt
    from {{ ref('int_deltagande__rad') }}
    group by kommun_kod, namnd_kod, ar, fil_sha256

),

-- A finding at a row belongs to that row's submission; one that is at no project row (a header, a
-- sheet, the file) belongs to every submission of its file.
fynd as (

    select
        fynd.*,
        rader.namnd_kod,
        rader.ar,
        rader.version
    from (
        select * from {{ ref('stg_raw__fynd') }}
        union all
        select * from {{ ref('int_fynd__modell') }}
    ) as fynd
    left join rader
        on
            fynd.kommun_kod = rader.kommun_kod
            and fynd.fil_sha256 = rader.fil_sha256
            and coalesce(fynd.blad, '') = coalesce(rader.blad, '')
            and fynd.rad = rader.rad

),

fynd_per_inlamning as (

    select
        inlamningar.kommun_kod,
        inlamningar.namnd_kod,
        inlamningar.ar,
        inlamningar.version,
        inlamningar.fil_sha256,
        count(*) as antal_fynd,
        count(*) filter (where fynd.allvar = 'fel') as antal_fel
    from inlamningar
    inner join fynd
        on
            inlamningar.kommun_kod = fynd.kommun_kod
            and inlamningar.fil_sha256 = fynd.fil_sha256
            and inlamningar.namnd_kod = coalesce(fynd.namnd_kod, inlamningar.namnd_kod)
            and inlamningar.ar = coalesce(fynd.ar, inlamningar.ar)
            and inlamningar.version = coalesce(fynd.version, inlamningar.version)
    group by
        inlamningar.kommun_kod,
        inlamningar.namnd_kod,
        inlamningar.ar,
        inlamningar.version,
        inlamningar.fil_sha256

)

select
    inlamningar.kommun_kod,
    inlamningar.namnd_kod,
    inlamningar.ar,
    inlamningar.version,
    inlamningar.fil_sha256,
    inlamningar.fil,
    inlamningar.diarienummer,
    -- What an older version would have counted as projects can only be told by its names.
    coalesce(
        case when inlamningar.gallande then projekt.antal_projekt end,
        lasta.antal_projektnamn,
        0
    ) as antal_projekt,
    coalesce(lasta.antal_avvisade, 0) as antal_avvisade,
    coalesce(fynd_per_inlamning.antal_fynd, 0) as antal_fynd,
    coalesce(fynd_per_inlamning.antal_fel, 0) as antal_fel,
    inlamningar.slag = 'avvisad' as ar_avvisad,
    -- Answers beside a file with the projects are a part of that submission.
    not bool_or(inlamningar.gallande and inlamningar.slag <> 'text')
        over (
            partition by inlamningar.kommun_kod, inlamningar.namnd_kod, inlamningar.ar
        ) as ar_utan_projekt,
    inlamningar.beslutsdatum,
    inlamningar.andrad,
    inlamningar.ar_ersatt
from inlamningar
left join lasta
    on {{ samma_avsandare('inlamningar', 'lasta') }}
left join projekt
    on
        inlamningar.kommun_kod = projekt.kommun_kod
        and inlamningar.namnd_kod = projekt.namnd_kod
        and inlamningar.ar = projekt.ar
        and inlamningar.fil_sha256 = projekt.fil_sha256
left join fynd_per_inlamning
    on {{ samma_avsandare('inlamningar', 'fynd_per_inlamning') }}
