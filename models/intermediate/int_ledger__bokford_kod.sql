-- What is booked on each project code: which project that became, what the economy system calls the
-- code, and whether any source knows it.
with bokforda as (
    select
        kommun_kod,
        fil_sha256,
        projektkod,
        {{ kodnyckel('projektkod') }} as kod,
        ar,
        namnd_kod,
        projekt_kod,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_ledger__utbetalning') }}
    where projektkod is not null
    group by kommun_kod, fil_sha256, projektkod, ar, namnd_kod, projekt_kod
),

projekt as (
    select
        kommun_kod,
        projekt_kod,
        min(projekt) as projekt
    from {{ ref('int_projekt__identitet') }}
    group by kommun_kod, projekt_kod
),

besvarade as (
    select distinct
        kommun_kod,
        projektkod,
        ar
    from {{ ref('int_ledger__kodsvar') }}
),

final as (
    select
        bokforda.*,
        projekt.projekt,
        namn.namn as kodens_namn,
        bokforda.projekt_kod = {{ okand('projekt') }} and besvarade.projektkod is null as ar_okand
    from bokforda
    left join projekt
        on bokforda.kommun_kod = projekt.kommun_kod and bokforda.projekt_kod = projekt.projekt_kod
    left join besvarade
        on {{ samma_kolumner('bokforda', 'besvarade', ['projektkod', 'ar']) }}
    left join {{ ref('stg_ledger__objektnamn') }} as namn
        on {{ samma_kolumner('bokforda', 'namn', ['fil_sha256', 'projektkod']) }}
)

select * from final
