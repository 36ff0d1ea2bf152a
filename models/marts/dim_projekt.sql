with final as (
    select
        projekt_key,
        cast(projekt_kod as string) as projekt_kod,
        cast(projekt as string) as projekt,
        cast(bidragsnummer as string) as bidragsnummer,
        cast(projektagare as string) as projektagare,
        start_datum as start,
        cast(start_precision as string) as start_precision,
        slut_datum as slut,
        cast(slut_precision as string) as slut_precision,
        cast(budget_sek as decimal(18, 2)) as budget_sek,
        cast(stadens_budget_sek as decimal(18, 2)) as stadens_budget_sek,
        giltig_fran,
        giltig_till,
        ar_aktuell
    from {{ ref('int_projekt__historik') }}
)

select * from final
