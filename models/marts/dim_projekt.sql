with final as (
    select
        historik.kommun_kod,
        historik.projekt_key,
        cast(historik.projekt_kod as string) as projekt_kod_alla_versioner,
        cast(historik.projekt as string) as projekt,
        cast(historik.bidragsnummer as string) as bidragsnummer,
        cast(historik.projektagare as string) as projektagare,
        historik.start_datum as start,
        cast(historik.start_precision as string) as start_precision,
        historik.slut_datum as slut,
        cast(historik.slut_precision as string) as slut_precision,
        cast(historik.budget_sek as decimal(18, 2)) as budget_sek,
        cast(historik.stadens_budget_sek as decimal(18, 2)) as stadens_budget_sek,
        historik.giltig_fran,
        historik.giltig_till
    from {{ ref('int_projekt__historik') }} as historik
)

select * from final
