-- A participation's money per fund. Reported money has a fund of its own; booked money does not
-- and is split as the reported money was, equally where nothing was reported. So is a difference.
-- What only the ledger knows is split as the nämnd's own latest report was.
{% set fondens = ['kommun_kod', 'projekt_kod', 'namnd_kod', 'ar', 'fond_kod'] %}
with redovisade as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        fond_kod,
        cast(sum(redovisat_sek) as decimal(18, 2)) as redovisat_sek,
        cast(sum(redovisat_formedlat_sek) as decimal(18, 2)) as redovisat_formedlat_sek
    from {{ ref('int_deltagande__rad') }}
    group by kommun_kod, projekt_kod, namnd_kod, ar, fond_kod
),

-- A nämnd that never reported the project gets the project's fund if the project has just one.
projektets_fond as (
    select
        redovisade.kommun_kod,
        redovisade.projekt_kod,
        min(redovisade.fond_kod) as fond_kod
    from redovisade
    where
        redovisade.projekt_kod <> {{ okand('projekt') }}
        and redovisade.fond_kod <> {{ okand('fond') }}
    group by redovisade.kommun_kod, redovisade.projekt_kod
    having count(distinct redovisade.fond_kod) = 1
),

arvda as (
    select
        arv.kommun_kod,
        arv.projekt_kod,
        arv.namnd_kod,
        arv.ar,
        redovisade.fond_kod,
        redovisade.redovisat_sek
    from {{ ref('int_deltagande__arv') }} as arv
    inner join redovisade
        on
            arv.kommun_kod = redovisade.kommun_kod
            and arv.projekt_kod = redovisade.projekt_kod
            and arv.arvd_namnd_kod = redovisade.namnd_kod
            and arv.arvt_ar = redovisade.ar
    where arv.ar_egen and redovisade.fond_kod <> {{ okand('fond') }}
),

fonder as (
    select
        *,
        redovisat_sek as vikt_sek
    from redovisade
    union all
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        fond_kod,
        null as redovisat_sek,
        null as redovisat_formedlat_sek,
        redovisat_sek as vikt_sek
    from arvda
),

rader as (
    select
        deltagande.kommun_kod,
        deltagande.projekt_kod,
        deltagande.namnd_kod,
        deltagande.ar,
        coalesce(fonder.fond_kod, projektets_fond.fond_kod, {{ okand('fond') }}) as fond_kod,
        fonder.redovisat_sek,
        deltagande.bokfort_sek,
        sum(fonder.redovisat_sek) over (
            partition by
                deltagande.kommun_kod, deltagande.projekt_kod, deltagande.namnd_kod, deltagande.ar
        ) as hela_redovisat_sek,
        case when deltagande.belopp_kalla <> 'redovisat' then deltagande.belopp_sek end
            as annat_sek,
        deltagande.belopp_kalla,
        deltagande.formedlat_sek,
        fonder.redovisat_formedlat_sek,
        sum(fonder.redovisat_formedlat_sek) over (
            partition by
                deltagande.kommun_kod, deltagande.projekt_kod, deltagande.namnd_kod, deltagande.ar
        ) as hela_redovisat_formedlat_sek,
        greatest(coalesce(fonder.vikt_sek, 0), 0) as vikt
    from {{ ref('int_deltagande') }} as deltagande
    left join fonder
        on {{ samma_deltagande('deltagande', 'fonder') }}
    left join projektets_fond
        on
            deltagande.kommun_kod = projektets_fond.kommun_kod
            and deltagande.projekt_kod = projektets_fond.projekt_kod
),

fordelade as (
    select * from (
        {{ fordela(
            'rader',
            belopp=['bokfort_sek', 'annat_sek', 'formedlat_sek'],
            vikt='vikt',
            grupp=['kommun_kod', 'projekt_kod', 'namnd_kod', 'ar'],
            ordning=['fond_kod']
        ) | indent(8) }}
    ) as fordelad
),

-- Booked exactly as reported: each fund has what was reported of it, also a repayment.
delade as (
    select
        {{ fondens | join(', ') }},
        redovisat_sek,
        belopp_kalla,
        case
            when bokfort_sek = hela_redovisat_sek then coalesce(redovisat_sek, 0)
            else bokfort_sek_del
        end as bokfort_sek,
        case
            when belopp_kalla = 'redovisat' then redovisat_sek
            when annat_sek = hela_redovisat_sek then coalesce(redovisat_sek, 0)
            else annat_sek_del
        end as belopp_sek,
        -- Told by fund, it stands on the fund it was told of.
        case
            when formedlat_sek = hela_redovisat_formedlat_sek then redovisat_formedlat_sek
            else formedlat_sek_del
        end as formedlat_sek
    from fordelade
),

-- One fund's amount may be known and another's of the same participation not.
final as (
    select
        {{ fondens | join(', ') }},
        redovisat_sek,
        cast(bokfort_sek as decimal(18, 2)) as bokfort_sek,
        cast(belopp_sek as decimal(18, 2)) as belopp_sek,
        cast(formedlat_sek as decimal(18, 2)) as formedlat_sek,
        case
            when belopp_kalla = 'redovisat' and redovisat_sek is null then 'saknas'
            else belopp_kalla
        end as belopp_kalla
    from delade
)

select * from final
