-- Networks, a network once per nämnd and year however it is spelled. Where it stands on several
-- rows, the first that says something is believed.
with ordnade as (
    {{ gallande_per_kod(ref('stg_submission__natverk'), 'natverk', 'natverk', 'okant') }}
),

final as (
    select
        kommun_kod,
        namnd_kod,
        ar,
        natverk_kod,
        coalesce(
            min_by(natverk, plats) filter (where natverk is not null), 'Okänt nätverk'
        ) as natverk,
        min_by(medlemsroll, plats) filter (where medlemsroll is not null) as medlemsroll,
        min_by(medlem_sedan, plats) filter (where medlem_sedan is not null) as medlem_sedan,
        count(*) as antal_rader,
        min_by(kallrad_id, plats) as kallrad_id
    from ordnade
    group by kommun_kod, namnd_kod, ar, natverk_kod
)

select * from final
