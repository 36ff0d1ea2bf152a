-- Networks, a network once per nämnd and year however it is spelled. Where it stands on several
-- rows, the first that says something is believed.
with rader as (
    {{ gallande_rader(ref('stg_submission__natverk'), 'natverk') }}
),

keys as (
    select
        *,
        coalesce(nullif({{ slug('natverk') }}, ''), 'okant') as natverk_kod
    from rader
),

ordnade as (
    select
        *,
        row_number() over (
            partition by namnd_kod, ar, natverk_kod order by fil_sha256, blad, rad, kallrad_id
        ) as plats
    from keys
),

final as (
    select
        namnd_kod,
        ar,
        natverk_kod,
        coalesce(min_by(natverk, plats), 'Okänt nätverk') as natverk,
        min_by(medlemsroll, plats) filter (where medlemsroll is not null) as medlemsroll,
        min_by(medlem_sedan, plats) filter (where medlem_sedan is not null) as medlem_sedan,
        count(*) as antal_rader,
        min_by(kallrad_id, plats) as kallrad_id
    from ordnade
    group by namnd_kod, ar, natverk_kod
)

select * from final
