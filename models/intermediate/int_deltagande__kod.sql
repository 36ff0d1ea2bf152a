-- Whether the ledger can tell a project from others: for each reported participation, how many of
-- its project codes lead to it alone, and how many lead to another project too.
with deltaganden as (
    select distinct
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar
    from {{ ref('int_deltagande__rad') }}
    where projekt_kod <> {{ okand('projekt') }}
),

final as (
    select
        deltaganden.kommun_kod,
        deltaganden.projekt_kod,
        deltaganden.namnd_kod,
        deltaganden.ar,
        count(*) filter (where kod.antal_projekt = 1) as antal_egna,
        count(*) filter (where kod.antal_projekt > 1) as antal_delade,
        bool_and(kod.antal_projekt = 1) as kod_kand
    from deltaganden
    inner join {{ ref('int_projekt__ekonomikod') }} as kod
        on {{ samma_deltagande('deltaganden', 'kod') }}
    group by deltaganden.kommun_kod, deltaganden.projekt_kod, deltaganden.namnd_kod, deltaganden.ar
)

select * from final
