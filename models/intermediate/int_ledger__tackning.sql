-- The ledger covers a nämnd's year when it holds at least one booked EU grant of that nämnd and
-- year. A year without any is more likely a year nobody exported than a year of nothing. The
-- unknown nämnd stands for many and is never covered.
with final as (
    select distinct
        namnd_kod,
        ar
    from {{ ref('int_ledger__utbetalning') }}
    where namnd_kod <> {{ okand('namnd') }}
)

select * from final
