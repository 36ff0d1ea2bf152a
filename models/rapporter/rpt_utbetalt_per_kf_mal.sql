-- Paid per goal and year: every goal of the year's set, used or not, and the unknown one when used.
-- A goal that nobody named is 0 projects only in a year whose projects all have known goals.
-- The money is additive (split over a project's goals); the counts are not.
with summerade as (
    select
        rad.kommun_kod,
        rad.ar,
        rad.kf_mal_key,
        {{ utbetalt_summor('rad') | indent(4) }}
    from {{ ref('fct_eu_medel') }} as rad
    group by rad.kommun_kod, rad.ar, rad.kf_mal_key
    having {{ nagot_utbetalt('rad') }}
),

mal as (
    select
        kommun_kod,
        kf_mal_key,
        malperiod,
        nummer,
        kf_mal
    from {{ ref('dim_kf_mal') }}
),

arets_mal as (
    select
        redovisade_ar.kommun_kod,
        redovisade_ar.ar,
        mal.kf_mal_key
    from (
        select distinct
            kommun_kod,
            ar
        from {{ ref('fct_eu_medel') }}
    ) as redovisade_ar
    inner join {{ ref('dim_ar') }} as aren
        on redovisade_ar.kommun_kod = aren.kommun_kod and redovisade_ar.ar = aren.ar
    inner join mal on aren.kommun_kod = mal.kommun_kod and aren.malperiod = mal.malperiod
),

okanda as (
    select
        summerade.kommun_kod,
        summerade.ar
    from summerade
    inner join mal
        on summerade.kommun_kod = mal.kommun_kod and summerade.kf_mal_key = mal.kf_mal_key
    where mal.nummer is null
),

rader as (
    select
        coalesce(arets_mal.kommun_kod, summerade.kommun_kod) as kommun_kod,
        coalesce(arets_mal.ar, summerade.ar) as ar,
        mal.malperiod,
        mal.nummer,
        mal.kf_mal,
        case
            when summerade.ar is not null then summerade.{{ visat_matt('antal_projekt') }}
            when okanda.ar is null then 0
        end as {{ visat_matt('antal_projekt') }},
        {% for namn in utbetalt_matt() if namn != 'antal_projekt' %}
        summerade.{{ namn }},
        {% endfor %}
        summerade.anpassat_sek,
        coalesce(summerade.ungefarligt, false) as ungefarligt
    from arets_mal
    full outer join summerade
        on
            arets_mal.kommun_kod = summerade.kommun_kod
            and arets_mal.ar = summerade.ar
            and arets_mal.kf_mal_key = summerade.kf_mal_key
    left join okanda on arets_mal.kommun_kod = okanda.kommun_kod and arets_mal.ar = okanda.ar
    inner join mal
        on
            coalesce(arets_mal.kommun_kod, summerade.kommun_kod) = mal.kommun_kod
            and coalesce(arets_mal.kf_mal_key, summerade.kf_mal_key) = mal.kf_mal_key
)

{{ utbetalt_rapport('rpt_utbetalt_per_kf_mal', 'rader') }}
