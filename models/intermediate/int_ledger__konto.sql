-- What seeds/konto.csv says of each account in use; nothing where no line names it.
with anvanda as (
    select distinct
        kommun_kod,
        konto
    from {{ ref('int_ledger__kontosumma') }}
    where konto is not null
),

intervall as (
    select
        anvanda.kommun_kod,
        anvanda.konto,
        konto.konto_fran,
        konto.konto_till,
        konto.benamning,
        konto.ar_eu_bidrag,
        konto.formedling,
        konto.tecken,
        -- Where ranges of accounts overlap the narrower one decides.
        row_number() over (
            partition by anvanda.kommun_kod, anvanda.konto
            order by konto.konto_fran desc, konto.konto_till asc
        ) as plats
    from anvanda
    inner join {{ ref('konto') }} as konto
        on
            anvanda.kommun_kod = konto.kommun_kod
            and {{ putsad('anvanda.konto') }} between konto.konto_fran and konto.konto_till
),

final as (
    select
        anvanda.kommun_kod,
        anvanda.konto,
        {{ putsad('anvanda.konto') }} as konto_rent,
        intervall.konto_fran,
        intervall.konto_till,
        intervall.benamning,
        coalesce(intervall.ar_eu_bidrag, false) as ar_eu_bidrag,
        intervall.formedling,
        intervall.tecken
    from anvanda
    left join intervall
        on
            anvanda.kommun_kod = intervall.kommun_kod
            and anvanda.konto = intervall.konto
            and intervall.plats = 1
)

select * from final
