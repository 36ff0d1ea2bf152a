-- Which fields of what was handed in are fitted to printed totals. Apart from the money: a fitted
-- field says nothing of how much of the money is fitted; anpassat_sek does, beside each amount.
with deltaganden as (
    select
        matt.kommun_kod,
        matt.ar,
        matt.namnd_kod,
        matt.projekt_kod,
        matt.anpassade_falt as deltagandets_falt,
        projekt.anpassade_falt as projektets_falt
    from {{ ref('int_deltagande__matt') }} as matt
    left join {{ ref('int_projekt__anpassad') }} as projekt
        on matt.kommun_kod = projekt.kommun_kod and matt.projekt_key = projekt.projekt_key
),

final as (
    select
        kommun_kod,
        cast(ar as integer) as ar,
        cast(namnd_kod as string) as namnd_kod,
        cast(projekt_kod as string) as projekt_kod,
        cast(deltagandets_falt as string) as deltagandets_falt,
        cast(projektets_falt as string) as projektets_falt
    from deltaganden
    where coalesce(deltagandets_falt, projektets_falt) is not null
)

select * from final
