-- Every published figure beside the computed one: does it hold within its printed precision, and if
-- not, why.
with

jamforda as (

    select * from {{ ref('int_avstamning__jamforelse') }}

),

orsaker as (

    select
        orsak.kommun_kod,
        orsak.siffra_id,
        {{ sammanfoga('orsak.orsak', ' ', 'regel.ordning') }} as forklaring,
        {{ sammanfoga('orsak.regel_id', ';', 'regel.ordning') }} as regler
    from {{ ref('int_avstamning__orsak') }} as orsak
    inner join {{ ref('avstamningsregel') }} as regel
        on orsak.kommun_kod = regel.kommun_kod and orsak.regel_id = regel.id
    group by orsak.kommun_kod, orsak.siffra_id

),

utredda as (

    select * from {{ ref('forklaring') }}

)

select
    jamforda.kommun_kod,
    cast(jamforda.ar as integer) as ar,
    jamforda.matt,
    jamforda.dimension,
    jamforda.varde_namn,
    jamforda.publicerat,
    jamforda.beraknat,
    jamforda.skillnad,
    jamforda.tolerans,
    jamforda.status,
    orsaker.forklaring,
    jamforda.dokument,
    cast(jamforda.rad as integer) as rad,
    jamforda.siffra_id,
    cast(jamforda.publicerat_ar as integer) as publicerat_ar,
    jamforda.omfattning,
    jamforda.bas,
    jamforda.enhet,
    jamforda.avrundning,
    orsaker.regler,
    jamforda.anpassat,
    jamforda.ungefarligt,
    {{ kvot('jamforda.skillnad', 'jamforda.publicerat') }} as skillnad_andel,
    utredda.forklaring as utredning,
    utredda.av_roll as utredd_av_roll,
    utredda.datum as utredd_datum,
    case
        when jamforda.status in ('avviker', 'stammer_av_slump') then 'motsagd'
        when jamforda.status = 'kan_ej_beraknas' then 'delvis'
        else {{ grad('jamforda.skal') }}
    end as beraknat_grad
from jamforda
left join orsaker
    on jamforda.kommun_kod = orsaker.kommun_kod and jamforda.siffra_id = orsaker.siffra_id
left join utredda
    on jamforda.kommun_kod = utredda.kommun_kod and jamforda.siffra_id = utredda.siffra_id
