-- What a nämnd writes about a project in a year. A project that stands on several rows (one per
-- fund) has its texts put together, each said once.
{% set falt = ['syfte', 'malgrupp', 'resultat', 'enheter'] %}
{% set ordning = 'fil_sha256, blad, rad, kallrad_id' %}

with rader as (
    select
        text.*,
        rad.projekt_kod,
        rad.namnd_kod,
        rad.ar,
        rad.fil_sha256,
        rad.blad,
        rad.rad
    from {{ ref('int_deltagande__rad') }} as rad
    inner join {{ ref('stg_submission__fritext') }} as text
        on rad.kommun_kod = text.kommun_kod and rad.kallrad_id = text.kallrad_id
),

ordnade as (
    select
        *,
        {% for namn in falt %}
        row_number() over (
            partition by kommun_kod, projekt_kod, namnd_kod, ar, {{ namn }} order by {{ ordning }}
        ) as {{ namn }}_gang,
        {% endfor %}
        row_number() over (
            partition by kommun_kod, projekt_kod, namnd_kod, ar order by {{ ordning }}
        ) as plats
    from rader
),

final as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        {% for namn in falt %}
        {{ samlad_text(namn, namn ~ '_gang') }} as {{ namn }},
        {% endfor %}
        min_by(kallrad_id, plats) as kallrad_id
    from ordnade
    group by kommun_kod, projekt_kod, namnd_kod, ar
)

select * from final
