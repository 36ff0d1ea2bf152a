-- Booked for a nämnd and year that nobody has handed in: the money counts, and no one has said
-- whether it is right. Said once a nämnd and year, to the export that has most of it.
with inlamnade as (
    select distinct
        kommun_kod,
        namnd_kod,
        ar
    from {{ ref('int_inlamning__version') }}
),

-- Where the city has no submissions at all none is missed.
kommuner as (
    select distinct kommun_kod from inlamnade
),

bokforda as (
    select
        bokning.kommun_kod,
        bokning.namnd_kod,
        bokning.ar,
        bokning.fil_sha256,
        sum(bokning.belopp_sek) as filens_sek,
        sum(sum(bokning.belopp_sek)) over (
            partition by bokning.kommun_kod, bokning.namnd_kod, bokning.ar
        ) as bokfort_sek,
        row_number() over (
            partition by bokning.kommun_kod, bokning.namnd_kod, bokning.ar
            order by abs(sum(bokning.belopp_sek)) desc, bokning.fil_sha256 asc
        ) as plats
    from {{ ref('int_ledger__utbetalning') }} as bokning
    inner join kommuner on bokning.kommun_kod = kommuner.kommun_kod
    left join inlamnade on {{ samma_kolumner('bokning', 'inlamnade', ['namnd_kod', 'ar']) }}
    where bokning.namnd_kod <> {{ okand('namnd') }} and inlamnade.namnd_kod is null
    group by bokning.kommun_kod, bokning.namnd_kod, bokning.ar, bokning.fil_sha256
),

sagda as (
    select
        *,
        cast(null as string) as blad,
        cast(null as bigint) as rad
    from bokforda
    where plats = 1 and bokfort_sek <> 0
),

final as (
    {{ fynd_av_regler([{
        'id': 'BOKFORT_UTAN_UNDERLAG',
        'av': 'sagda',
        'varde': belopp_i_ord('bokfort_sek'),
        'ord': {
            'namnd': 'namnd_kod',
            'ar': 'cast(ar as string)',
            'bokfort': belopp_i_ord('bokfort_sek'),
        },
    }]) }}
)

select * from final
