-- What a participation that only the ledger knows has from an earlier one: a repayment or a late
-- payment belongs to the project as it was last reported. The nämnd's own report comes first, then
-- another nämnd's; the latest year before it, then the nearest after.
with okanda as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar
    from {{ ref('int_deltagande__kalla') }}
    where not redovisad and projekt_kod <> {{ okand('projekt') }}
),

redovisade as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        min({{ roll_rang('roll') }}) as roll_rang
    from {{ ref('int_deltagande__rad') }}
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

rangordnade as (
    select
        okanda.kommun_kod,
        okanda.projekt_kod,
        okanda.namnd_kod,
        okanda.ar,
        redovisade.namnd_kod as arvd_namnd_kod,
        redovisade.ar as arvt_ar,
        redovisade.namnd_kod = okanda.namnd_kod as ar_egen,
        redovisade.roll_rang,
        row_number() over (
            partition by okanda.kommun_kod, okanda.projekt_kod, okanda.namnd_kod, okanda.ar
            order by
                case when redovisade.namnd_kod = okanda.namnd_kod then 0 else 1 end,
                case when redovisade.ar <= okanda.ar then 0 else 1 end,
                abs(okanda.ar - redovisade.ar),
                redovisade.roll_rang,
                redovisade.namnd_kod
        ) as plats
    from okanda
    inner join redovisade
        on okanda.kommun_kod = redovisade.kommun_kod and okanda.projekt_kod = redovisade.projekt_kod
),

-- The role is the nämnd's own: another nämnd's is not lent.
final as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        arvd_namnd_kod,
        arvt_ar,
        ar_egen,
        case when ar_egen then roll_rang end as roll_rang
    from rangordnade
    where plats = 1
)

select * from final
