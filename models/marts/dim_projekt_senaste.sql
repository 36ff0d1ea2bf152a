-- The projects as they are called now: the latest version of each, found by its code.
with final as (
    select
        historik.kommun_kod,
        cast(historik.projekt_kod as string) as projekt_kod,
        cast(historik.projekt as string) as projekt,
        cast(historik.bidragsnummer as string) as bidragsnummer,
        cast(historik.projektagare as string) as projektagare,
        historik.start_datum as start,
        historik.slut_datum as slut,
        cast(historik.budget_sek as decimal(18, 2)) as budget_sek,
        cast(historik.stadens_budget_sek as decimal(18, 2)) as stadens_budget_sek
    from {{ ref('int_projekt__historik') }} as historik
    where historik.ar_senaste
)

select * from final
