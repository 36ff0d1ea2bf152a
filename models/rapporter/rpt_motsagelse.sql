-- Published figures that contradict each other, both sides side by side. A city's own name of one
-- stands where it has given it one.
with

fynd as (

    select * from {{ ref('int_motsagelse__fynd') }}

),

namngivna as (

    select * from {{ ref('motsagelse') }}

),

belagg as (

    select
        kommun_kod,
        motsagelse,
        {{ sammanfoga('belagg', ' ', 'ordning, belagg') }} as belagg
    from {{ ref('int_motsagelse__belagg') }}
    group by kommun_kod, motsagelse

)

select
    fynd.kommun_kod,
    cast(coalesce(namngivna.id, fynd.motsagelse) as string) as id,
    cast(fynd.ar as integer) as ar,
    cast(coalesce(namngivna.beskrivning, fynd.mening) as string) as beskrivning,
    cast(fynd.vanster as decimal(18, 2)) as vanster,
    cast(fynd.hoger as decimal(18, 2)) as hoger,
    cast(fynd.vanster - fynd.hoger as decimal(18, 2)) as skillnad,
    fynd.dokument,
    fynd.vanster_text,
    fynd.hoger_text,
    fynd.vanster_beraknat,
    fynd.hoger_beraknat,
    belagg.belagg,
    -- What is not printed is not known: only one side says anything.
    case when fynd.hoger is null then 'delvis' else 'motsagd' end as grad,
    fynd.motsagelse,
    fynd.regel_id as regel,
    fynd.allvar,
    fynd.tolerans,
    fynd.trolig_orsak
from fynd
left join namngivna
    on fynd.kommun_kod = namngivna.kommun_kod and fynd.motsagelse = namngivna.motsagelse
left join belagg on fynd.kommun_kod = belagg.kommun_kod and fynd.motsagelse = belagg.motsagelse
