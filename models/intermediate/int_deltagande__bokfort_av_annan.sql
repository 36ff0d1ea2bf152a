-- Projects of a year that one nämnd booked more of than it reported, paid or paid back, and another
-- reported and did not book: a row at each of the two, with what the other side is.
with kalla as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        redovisat_sek,
        bokfort_sek,
        case
            when
                projekt_kod <> {{ okand('projekt') }}
                and namnd_kod <> {{ okand('namnd') }}
                and belopp_kalla = 'bokfort'
                and bokfort_sek <> 0
                and abs(bokfort_sek) > abs(coalesce(redovisat_sek, 0))
                then 'bokforde'
            when
                redovisat_sek <> 0
                and (
                    belopp_kalla = 'annan_namnd'
                    or (belopp_kalla = 'bokfort' and bokfort_sek = 0)
                )
                then 'redovisade'
        end as sida
    from {{ ref('int_deltagande__kalla') }}
),

bokforda as (
    select
        kommun_kod,
        projekt_kod,
        ar,
        sum(bokfort_sek) as bokfort_sek
    from kalla
    where sida = 'bokforde'
    group by kommun_kod, projekt_kod, ar
),

-- What was paid explains no repayment, nor the other way round.
pa_en_sida as (
    select kalla.*
    from kalla
    inner join bokforda
        on
            kalla.kommun_kod = bokforda.kommun_kod
            and kalla.projekt_kod = bokforda.projekt_kod
            and kalla.ar = bokforda.ar
    where
        kalla.sida = 'bokforde'
        or (
            kalla.sida = 'redovisade'
            and sign(kalla.redovisat_sek) = sign(bokforda.bokfort_sek)
        )
),

sidor as (
    select
        kommun_kod,
        projekt_kod,
        ar,
        sida,
        {{ sammanfoga('namnd_kod', ', ', 'namnd_kod') }} as namnder,
        sum(bokfort_sek) as bokfort_sek,
        sum(redovisat_sek) as redovisat_sek
    from pa_en_sida
    group by kommun_kod, projekt_kod, ar, sida
),

final as (
    select
        en.kommun_kod,
        en.projekt_kod,
        en.namnd_kod,
        en.ar,
        en.sida,
        andra.namnder as andra_namnder,
        andra.bokfort_sek as andras_bokfort_sek,
        andra.redovisat_sek as andras_redovisat_sek
    from pa_en_sida as en
    inner join sidor as andra
        on
            en.kommun_kod = andra.kommun_kod
            and en.projekt_kod = andra.projekt_kod
            and en.ar = andra.ar
            and en.sida <> andra.sida
)

select * from final
