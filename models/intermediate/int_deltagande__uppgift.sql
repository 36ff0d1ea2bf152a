-- What a nämnd says of its part in a project beside the money that was paid: one row a
-- participation, out of its rows (one a fund, most often).
with rader as (
    select
        rad.kommun_kod,
        rad.projekt_kod,
        rad.namnd_kod,
        rad.ar,
        uppgift.eu_andel,
        uppgift.egen_kontant_andel,
        uppgift.egen_tid_andel,
        uppgift.ekonomikod is not null as har_ekonomikod,
        uppgift.andra_namnd_koder
    from {{ ref('int_deltagande__rad') }} as rad
    inner join {{ ref('stg_submission__projekt') }} as uppgift
        on rad.kommun_kod = uppgift.kommun_kod and rad.kallrad_id = uppgift.kallrad_id
),

namnder as (
    select
        kommun_kod,
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
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        {{ sammanfoga('annan_namnd_kod', ';', 'annan_namnd_kod') }} as andra_namnd_koder
    from (select distinct * from namnder) as unika
    where annan_namnd_kod <> '' and annan_namnd_kod <> namnd_kod
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

-- A share that the rows do not agree on is not known.
uppgifter as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        {% for andel in ['eu_andel', 'egen_kontant_andel', 'egen_tid_andel'] %}
        case when min({{ andel }}) = max({{ andel }}) then max({{ andel }}) end as {{ andel }}
        {%- if not loop.last %},{% endif %}
        {% endfor %},
        bool_or(har_ekonomikod) as har_ekonomikod
    from rader
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

final as (
    select
        uppgifter.kommun_kod,
        uppgifter.projekt_kod,
        uppgifter.namnd_kod,
        uppgifter.ar,
        uppgifter.eu_andel,
        uppgifter.egen_kontant_andel,
        uppgifter.egen_tid_andel,
        uppgifter.har_ekonomikod,
        andra.andra_namnd_koder
    from uppgifter
    left join andra
        on
            uppgifter.kommun_kod = andra.kommun_kod
            and uppgifter.projekt_kod = andra.projekt_kod
            and uppgifter.namnd_kod = andra.namnd_kod
            and uppgifter.ar = andra.ar
)

select * from final
