-- Published figures that contradict each other, both sides side by side.
with

sidor as (

    select * from {{ ref('int_motsagelse__sida') }}

),

parade as (

    select
        id,
        ar,
        max(case when sida = 'vanster' then varde end) as vanster,
        max(case when sida = 'hoger' then varde end) as hoger,
        max(case when sida = 'vanster' then beraknat end) as vanster_beraknat,
        max(case when sida = 'hoger' then beraknat end) as hoger_beraknat,
        max(case when sida = 'vanster' then beskrivning end) as vanster_text,
        max(case when sida = 'hoger' then beskrivning end) as hoger_text
    from sidor
    group by id, ar

),

belagg as (

    select
        id,
        {{ sammanfoga('belagg', ' ', 'ordning, belagg') }} as belagg
    from {{ ref('int_motsagelse__belagg') }}
    group by id

),

beskrivna as (

    select * from {{ ref('int_motsagelse__beskrivning') }}

)

select
    beskrivna.id,
    cast(beskrivna.ar as integer) as ar,
    beskrivna.beskrivning,
    cast(parade.vanster as decimal(18, 2)) as vanster,
    cast(parade.hoger as decimal(18, 2)) as hoger,
    cast(parade.vanster - parade.hoger as decimal(18, 2)) as skillnad,
    beskrivna.dokument,
    parade.vanster_text,
    parade.hoger_text,
    parade.vanster_beraknat,
    parade.hoger_beraknat,
    belagg.belagg,
    case
        when parade.vanster = parade.hoger then 'exakt'
        when parade.vanster <> parade.hoger then 'motsagd'
        else 'delvis'
    end as grad
from beskrivna
left join parade on beskrivna.id = parade.id
left join belagg on beskrivna.id = belagg.id
