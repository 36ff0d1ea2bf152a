-- Everything that was handed in for a nämnd's year, and the order in which it is later. A file may
-- hold several nämnder, years and versions, so each by its own. What counts is decided after this.
{% set inlamning = [
    'kommun_kod', 'inlamning_nyckel', 'namnd_kod', 'ar', 'version', 'fil_sha256'
] %}
with projekt as (
    select
        {{ inlamning | join(', ') }},
        max(diarienummer) as diarienummer,
        max(beslutsdatum) as beslutsdatum,
        count(*) as antal_rader,
        'projekt' as slag
    from {{ ref('stg_submission__projekt') }}
    group by {{ inlamning | join(', ') }}
),

utan_projekt as (
    select
        {{ inlamning | join(', ') }},
        diarienummer,
        beslutsdatum,
        0 as antal_rader,
        'text' as slag
    from {{ ref('stg_submission__utan_projekt') }}
),

-- What several nämnder hand in together is held, and shown at each of them.
gemensamma as (
    select
        kommun_kod,
        fil_sha256,
        {{ delar_av_lista('namnd_koder') }} as namnd_kod,
        ar,
        version,
        diarienummer
    from {{ ref('stg_submission__start') }}
    where namnd_koder is not null and ar is not null
),

hallna as (
    select
        kommun_kod,
        fil_sha256,
        namnd_kod,
        ar,
        version,
        diarienummer
    from {{ ref('stg_submission__avvisad') }}
    union all
    select * from gemensamma
),

-- A submission of which no row could be read.
avvisade as (
    select
        avvisad.kommun_kod,
        avvisad.namnd_kod as inlamning_nyckel,
        avvisad.namnd_kod,
        avvisad.ar,
        avvisad.version,
        avvisad.fil_sha256,
        max(avvisad.diarienummer) as diarienummer,
        cast(null as date) as beslutsdatum,
        0 as antal_rader,
        'avvisad' as slag
    from hallna as avvisad
    left join projekt
        on {{ samma_avsandare('avvisad', 'projekt') }}
    where projekt.fil_sha256 is null
    group by avvisad.kommun_kod, avvisad.namnd_kod, avvisad.ar, avvisad.version, avvisad.fil_sha256
),

med_tabell as (
    select * from projekt
    union all
    select * from utan_projekt
    union all
    select * from avvisade
),

blad as (
    select distinct
        blad.kommun_kod,
        blad.inlamning_nyckel,
        blad.namnd_kod,
        blad.ar,
        blad.version,
        blad.fil_sha256,
        cast(null as string) as diarienummer,
        cast(null as date) as beslutsdatum,
        0 as antal_rader,
        'blad' as slag
    from {{ ref('int_inlamning__bladrad') }} as blad
),

samlade as (
    select * from med_tabell
    union all
    select * from blad
),

-- Whether the same sender's table is in the file. By a window: Spark cannot plan a union of what
-- is joined with a part of itself.
markta as (
    select
        *,
        bool_or(slag <> 'blad') over (
            partition by kommun_kod, fil_sha256, namnd_kod, ar, version
        ) as har_tabell
    from samlade
),

-- Sheets alone: the file's projects, if it has any, are another nämnd's.
alla as (
    select
        {{ inlamning | join(', ') }},
        diarienummer,
        beslutsdatum,
        antal_rader,
        case slag when 'blad' then 'text' else slag end as slag
    from markta
    where slag <> 'blad' or not har_tabell
),

-- A file speaks for the nämnd and the year it begins with. What it says of another takes no account
-- away from that other.
keys as (
    select
        alla.*,
        fil.fil,
        fil.andrad,
        coalesce(
            coalesce(forsta.namnd_kod, alla.namnd_kod) = alla.namnd_kod
            and coalesce(forsta.ar, alla.ar) = alla.ar,
            true
        ) as ar_egen
    from alla
    inner join {{ ref('stg_raw__fil') }} as fil
        on alla.kommun_kod = fil.kommun_kod and alla.fil_sha256 = fil.fil_sha256
    left join {{ ref('stg_submission__start') }} as forsta
        on alla.kommun_kod = forsta.kommun_kod and alla.fil_sha256 = forsta.fil_sha256
),

vagda as (
    select
        *,
        ar_egen
        or slag <> 'projekt'
        or not bool_or(ar_egen and slag = 'projekt')
            over (partition by kommun_kod, inlamning_nyckel, ar)
            as far_galla
    from keys
),

-- Later is what was decided later, then what was saved later; when neither says, the bytes decide,
-- so that it is the same in every run.
ordnade as (
    select
        *,
        coalesce(
            max(case when far_galla and slag <> 'avvisad' then version end)
                over (partition by kommun_kod, inlamning_nyckel, ar),
            max(version) over (partition by kommun_kod, inlamning_nyckel, ar)
        ) as gallande_version,
        row_number() over (
            partition by kommun_kod, inlamning_nyckel, ar
            order by
                far_galla,
                version,
                beslutsdatum nulls first,
                andrad nulls first,
                fil_sha256
        ) as ordning
    from vagda
),

final as (
    select
        *,
        far_galla and version = gallande_version as ar_gallande_version
    from ordnade
)

select * from final
