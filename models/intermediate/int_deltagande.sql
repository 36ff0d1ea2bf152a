-- A project is not a participation: one row per project, nämnd and year, with what the nämnd
-- reported and what the ledger booked side by side.
with redovisade as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        min({{ roll_rang('roll') }}) as roll_rang,
        -- A sum over nothing known is unknown; a zero among the rows is a fact.
        sum(redovisat_sek) as redovisat_sek,
        max(budget_sek) as budget_sek,
        bool_or(anpassat) as anpassat,
        bool_or(ungefarligt) as ungefarligt
    from {{ ref('int_deltagande__rad') }}
    group by projekt_kod, namnd_kod, ar
),

bokforda as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        sum(belopp_sek) as bokfort_sek
    from {{ ref('int_ledger__utbetalning') }}
    group by projekt_kod, namnd_kod, ar
),

anpassade_falt_per_rad as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        {{ delar_av_lista('anpassade_falt') }} as falt
    from {{ ref('int_deltagande__rad') }}
    where anpassade_falt is not null
),

anpassade_falt as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        string_agg(falt, ';' order by falt) as anpassade_falt
    from (select distinct * from anpassade_falt_per_rad) as unika
    where falt <> ''
    group by projekt_kod, namnd_kod, ar
),

deltaganden as (
    select
        coalesce(redovisade.projekt_kod, bokforda.projekt_kod) as projekt_kod,
        coalesce(redovisade.namnd_kod, bokforda.namnd_kod) as namnd_kod,
        coalesce(redovisade.ar, bokforda.ar) as ar,
        case redovisade.roll_rang
            when 1 then 'agare'
            when 2 then 'part'
            else 'annan'
        end as roll,
        redovisade.projekt_kod is not null as redovisad,
        redovisade.redovisat_sek,
        bokforda.bokfort_sek,
        redovisade.budget_sek,
        coalesce(redovisade.anpassat, false) as anpassat,
        coalesce(redovisade.ungefarligt, false) as ungefarligt
    from redovisade
    full outer join bokforda
        on
            redovisade.projekt_kod = bokforda.projekt_kod
            and redovisade.namnd_kod = bokforda.namnd_kod
            and redovisade.ar = bokforda.ar
),

-- Reported but not booked, in a year the ledger covers, is a booked zero; nothing reported and
-- nothing booked stays unknown.
tackta as (
    select
        deltaganden.projekt_kod,
        deltaganden.namnd_kod,
        deltaganden.ar,
        deltaganden.roll,
        deltaganden.redovisad,
        deltaganden.redovisat_sek,
        deltaganden.budget_sek,
        deltaganden.anpassat,
        deltaganden.ungefarligt,
        case
            when tackning.namnd_kod is not null and deltaganden.redovisat_sek is not null
                then coalesce(deltaganden.bokfort_sek, 0)
            else deltaganden.bokfort_sek
        end as bokfort_sek
    from deltaganden
    left join {{ ref('int_ledger__tackning') }} as tackning
        on deltaganden.namnd_kod = tackning.namnd_kod and deltaganden.ar = tackning.ar
),

-- In a covered year every reported amount has a booked one beside it by now, so a booked amount
-- always decides. The unknown nämnd is never covered: there each row speaks for itself.
keys as (
    select
        *,
        case
            when bokfort_sek is not null then 'bokfort'
            when redovisat_sek is not null then 'redovisat'
            else 'saknas'
        end as belopp_kalla
    from tackta
),

final as (
    select
        keys.projekt_kod,
        keys.namnd_kod,
        keys.ar,
        keys.roll,
        keys.redovisad,
        cast(keys.redovisat_sek as decimal(18, 2)) as redovisat_sek,
        cast(keys.bokfort_sek as decimal(18, 2)) as bokfort_sek,
        cast(
            case keys.belopp_kalla
                when 'bokfort' then keys.bokfort_sek
                when 'redovisat' then keys.redovisat_sek
            end as decimal(18, 2)
        ) as belopp_sek,
        keys.belopp_kalla,
        keys.budget_sek,
        keys.anpassat,
        keys.ungefarligt,
        anpassade_falt.anpassade_falt
    from keys
    left join anpassade_falt
        on
            keys.projekt_kod = anpassade_falt.projekt_kod
            and keys.namnd_kod = anpassade_falt.namnd_kod
            and keys.ar = anpassade_falt.ar
)

select * from final
