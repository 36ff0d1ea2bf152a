-- Reported amounts that count beside the same amount, to the öre, booked on the project as the next
-- year began, where nothing tells whether it is the same money: both years have it. A row for each
-- nämnd that booked it.
with kalla as (
    select * from {{ ref('int_deltagande__kalla') }}
),

dagar as (
    {{ arets_forsta_dagar() }}
),

final as (
    select distinct
        kalla.kommun_kod,
        kalla.projekt_kod,
        kalla.namnd_kod,
        kalla.ar,
        kalla.redovisat_sek,
        dagar.namnd_kod as bokford_namnd_kod
    from kalla
    inner join dagar
        on
            kalla.kommun_kod = dagar.kommun_kod
            and kalla.projekt_kod = dagar.projekt_kod
            and kalla.ar + 1 = dagar.ar
            and kalla.redovisat_sek = dagar.dagens_sek
    inner join kalla as efter
        on {{ samma_deltagande('dagar', 'efter') }}
    where
        kalla.projekt_kod <> {{ okand('projekt') }}
        and kalla.belopp_kalla = 'redovisat'
        and kalla.redovisat_sek <> 0
        and kalla.bokfort_sek is null
        and efter.redovisat_sek is distinct from efter.bokfort_sek
)

select * from final
