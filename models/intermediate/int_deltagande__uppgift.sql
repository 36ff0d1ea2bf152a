-- What a nämnd says of its part in a project beside the money that was paid: one row a
-- participation, out of its rows (one a fund, most often).
with rader as (
    select
        rad.projekt_kod,
        rad.namnd_kod,
        rad.ar,
        uppgift.eu_andel,
        uppgift.andra_namnd_koder
    from {{ ref('int_deltagande__rad') }} as rad
    inner join {{ ref('stg_submission__projekt') }} as uppgift
        on rad.kallrad_id = uppgift.kallrad_id
),

namnder as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        {{ delar_av_lista('andra_namnd_koder') }} as annan_namnd_kod
    from rader
    where andra_namnd_koder is not null
),

-- Each once, and the nämnd itself is none of the others.
andra as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        {{ sammanfoga('annan_namnd_kod', ';', 'annan_namnd_kod') }} as andra_namnd_koder
    from (select distinct * from namnder) as unika
    where annan_namnd_kod <> '' and annan_namnd_kod <> namnd_kod
    group by projekt_kod, namnd_kod, ar
),

-- A share that the rows do not agree on is not known.
uppgifter as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        case when min(eu_andel) = max(eu_andel) then max(eu_andel) end as eu_andel
    from rader
    group by projekt_kod, namnd_kod, ar
),

final as (
    select
        uppgifter.projekt_kod,
        uppgifter.namnd_kod,
        uppgifter.ar,
        uppgifter.eu_andel,
        andra.andra_namnd_koder
    from uppgifter
    left join andra
        on
            uppgifter.projekt_kod = andra.projekt_kod
            and uppgifter.namnd_kod = andra.namnd_kod
            and uppgifter.ar = andra.ar
)

select * from final
