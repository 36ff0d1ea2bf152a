-- What the nämnder reported against what the economy system booked, project by project.
-- Only (nämnd, år) that the ledger covers; where it covers only a part, or no code is the project's
-- own, "not booked" cannot be said. What is booked on no known nämnd is here too: it belongs to the
-- reconciliation until somebody maps it.
with

orsaker as (

    select * from {{ ref('int_avstamning__bokforing') }}

),

utredda as (

    select * from {{ ref('forklaring') }}

),

deltaganden as (

    select * from {{ ref('int_deltagande__matt') }}

),

projekt as (

    select
        kommun_kod,
        projekt_key,
        projekt
    from {{ ref('dim_projekt') }}

),

tackning as (

    select distinct
        kommun_kod,
        namnd_kod,
        ar
    from {{ ref('int_ledger__tackning') }}

),

-- A booked 0.00 may be payments that cancel out, or no booking at all: only the rows tell.
bokforda as (

    select distinct
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar
    from {{ ref('int_ledger__utbetalning') }}

),

rader as (

    select
        deltaganden.kommun_kod,
        cast(deltaganden.ar as integer) as ar,
        deltaganden.namnd_kod,
        deltaganden.projekt_kod,
        projekt.projekt,
        cast(deltaganden.redovisat_sek as decimal(18, 2)) as redovisat_sek,
        cast(deltaganden.bokfort_sek as decimal(18, 2)) as bokfort_sek,
        cast(
            coalesce(deltaganden.redovisat_sek, 0) - coalesce(deltaganden.bokfort_sek, 0)
            as decimal(18, 2)
        ) as skillnad_sek,
        case
            when deltaganden.redovisat_sek is null then 'endast_bokfort'
            when deltaganden.redovisat_sek = coalesce(deltaganden.bokfort_sek, 0) then 'stammer'
            when deltaganden.belopp_kalla in ('annan_namnd', 'annat_ar')
                then deltaganden.belopp_kalla
            when deltaganden.belopp_kalla = 'redovisat' then 'kan_ej_avgoras'
            when bokforda.projekt_kod is null then 'endast_redovisat'
            else 'skiljer'
        end as status,
        coalesce(deltaganden.anpassat, false) as anpassat,
        coalesce(deltaganden.ungefarligt, false) as ungefarligt,
        grad.redovisat_skal,
        grad.bokfort_skal
    from deltaganden
    left join {{ ref('int_grad__deltagande') }} as grad
        on {{ samma_deltagande('deltaganden', 'grad') }}
    inner join projekt
        on
            deltaganden.kommun_kod = projekt.kommun_kod
            and deltaganden.projekt_key = projekt.projekt_key
    left join tackning
        on
            deltaganden.kommun_kod = tackning.kommun_kod
            and deltaganden.namnd_kod = tackning.namnd_kod
            and deltaganden.ar = tackning.ar
    left join bokforda
        on {{ samma_deltagande('deltaganden', 'bokforda') }}
    where
        (
            tackning.namnd_kod is not null
            or bokforda.namnd_kod is not null
            or deltaganden.belopp_kalla = 'annan_namnd'
        )
        and (deltaganden.redovisat_sek is not null or deltaganden.bokfort_sek is not null)

),

namngivna as (

    select
        *,
        {{ radnyckel(['ar', 'namnd_kod', 'projekt_kod']) }} as radnyckel
    from rader

)

select
    rader.kommun_kod,
    rader.ar,
    rader.namnd_kod,
    rader.projekt_kod,
    rader.projekt,
    rader.redovisat_sek,
    rader.bokfort_sek,
    rader.skillnad_sek,
    rader.status,
    rader.anpassat,
    rader.ungefarligt,
    rader.radnyckel,
    {{ kvot('rader.skillnad_sek', 'rader.bokfort_sek') }} as skillnad_andel,
    orsaker.regel_id as orsak_id,
    orsaker.orsak,
    utredda.forklaring as utredning,
    utredda.av_roll as utredd_av_roll,
    utredda.datum as utredd_datum,
    {{ grad('rader.redovisat_skal') }} as redovisat_sek_grad,
    {{ grad('rader.bokfort_skal') }} as bokfort_sek_grad,
    {{ grad('rader.redovisat_skal | rader.bokfort_skal') }} as skillnad_sek_grad
from namngivna as rader
left join orsaker
    on {{ samma_deltagande('rader', 'orsaker') }}
left join utredda on rader.kommun_kod = utredda.kommun_kod and rader.radnyckel = utredda.siffra_id
