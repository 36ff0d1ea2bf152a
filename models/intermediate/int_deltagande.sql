-- A project is not a participation: one row per project, nämnd and year, with what the nämnd
-- reported and what the ledger booked side by side, and which of them counts.
with redovisade as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        min({{ roll_rang('roll') }}) as roll_rang,
        max(budget_sek) as budget_sek,
        bool_or(anpassat) as anpassat,
        bool_or(ungefarligt) as ungefarligt
    from {{ ref('int_deltagande__rad') }}
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

anpassade_falt_per_rad as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        {{ delar_av_lista('anpassade_falt') }} as falt
    from {{ ref('int_deltagande__rad') }}
    where anpassade_falt is not null
),

anpassade_falt as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        {{ sammanfoga('falt', ';', 'falt') }} as anpassade_falt
    from (select distinct * from anpassade_falt_per_rad) as unika
    where falt <> ''
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

final as (
    select
        kalla.kommun_kod,
        kalla.projekt_kod,
        kalla.namnd_kod,
        kalla.ar,
        case coalesce(redovisade.roll_rang, arv.roll_rang)
            when 1 then 'agare'
            when 2 then 'part'
            when 3 then 'annan'
            else 'okand'
        end as roll,
        kalla.redovisad,
        kalla.redovisat_sek,
        kalla.bokfort_sek,
        kalla.belopp_sek,
        kalla.formedlat_sek,
        kalla.belopp_kalla,
        kalla.tackning,
        redovisade.budget_sek,
        coalesce(redovisade.anpassat, false) as anpassat,
        coalesce(redovisade.ungefarligt, false) as ungefarligt,
        anpassade_falt.anpassade_falt,
        arv.arvt_ar
    from {{ ref('int_deltagande__kalla') }} as kalla
    left join redovisade
        on {{ samma_deltagande('kalla', 'redovisade') }}
    left join {{ ref('int_deltagande__arv') }} as arv
        on {{ samma_deltagande('kalla', 'arv') }}
    left join anpassade_falt
        on {{ samma_deltagande('kalla', 'anpassade_falt') }}
)

select * from final
