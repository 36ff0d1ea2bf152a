-- Projects of a year that one nämnd booked more of than it reported, and another reported and did
-- not book: a row at each of the two, with what the other side is.
with kalla as (
    select
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
                and bokfort_sek > coalesce(redovisat_sek, 0)
                then 'bokforde'
            when
                redovisat_sek > 0
                and (
                    belopp_kalla = 'annan_namnd'
                    or (belopp_kalla = 'bokfort' and bokfort_sek = 0)
                )
                then 'redovisade'
        end as sida
    from {{ ref('int_deltagande__kalla') }}
),

sidor as (
    select
        projekt_kod,
        ar,
        sida,
        {{ sammanfoga('namnd_kod', ', ', 'namnd_kod') }} as namnder,
        sum(bokfort_sek) as bokfort_sek,
        sum(redovisat_sek) as redovisat_sek
    from kalla
    where sida is not null
    group by projekt_kod, ar, sida
),

final as (
    select
        kalla.projekt_kod,
        kalla.namnd_kod,
        kalla.ar,
        kalla.sida,
        andra.namnder as andra_namnder,
        andra.bokfort_sek as andras_bokfort_sek,
        andra.redovisat_sek as andras_redovisat_sek
    from kalla
    inner join sidor as andra
        on
            kalla.projekt_kod = andra.projekt_kod
            and kalla.ar = andra.ar
            and kalla.sida <> andra.sida
)

select * from final
