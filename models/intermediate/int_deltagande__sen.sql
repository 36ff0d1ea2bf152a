-- Reported for one year and booked as the next began, to the öre. The next year must have room for
-- it beside what was reported for that year.
with bokfort as (
    select * from {{ ref('int_deltagande__bokfort') }}
),

final as (
    select
        fore.kommun_kod,
        fore.projekt_kod,
        fore.namnd_kod,
        fore.ar,
        fore.redovisat_formedlat_sek
    from bokfort as fore
    inner join bokfort as efter
        on {{ samma_aret_efter('fore', 'efter') }}
    where
        fore.ar_bokfort_tidigt
        and fore.ar_namngivet
        and fore.redovisat_sek <> 0
        and fore.antal_bokforda = 0
        and fore.december_tackt
        and (
            efter.redovisat_sek is null
            or (
                fore.redovisat_sek > 0
                and efter.bokfort_sek - fore.redovisat_sek >= efter.redovisat_sek
            )
            or (efter.ar_saker and efter.bokfort_sek <> efter.redovisat_sek)
        )
)

select * from final
