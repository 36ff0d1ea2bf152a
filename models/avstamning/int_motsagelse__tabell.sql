-- Amounts of one table beside each other: two that end with the same digits, and two that stand
-- against the order that the document states.
{% set tabell = [
    'kommun_kod', 'dokument', 'ar', 'publicerat_ar', 'omfattning', 'matt', 'bas', 'dimension'
] %}
with siffror as (
    select * from {{ ref('int_motsagelse__siffra') }}
    where
        plats_i_dokument = 1
        and varde_kod <> ''
),

exakta as (
    select
        *,
        count(*) over (partition by {{ tabell | join(', ') }}) as antal
    from siffror
    where
        slag = 'belopp'
        and lagst = hogst
        and steg <= 1
),

-- How many digits at the end are the same. Round amounts end alike for no reason, and so do equal
-- sums that are paid to every project of a kind.
slut as (
    select
        storre.kommun_kod,
        storre.tal_id as vanster_id,
        mindre.tal_id as hoger_id,
        storre.antal,
        case
            {% for antal in range(9, 4, -1) %}
            when
                storre.varde % {{ 10 ** antal }} = mindre.varde % {{ 10 ** antal }}
                and mindre.varde >= {{ 10 ** (antal - 1) }}
                then {{ antal }}
            {% endfor %}
        end as lika
    from exakta as storre
    inner join exakta as mindre on {{ samma_kolumner('storre', 'mindre', tabell) }}
    where
        storre.varde_kod <> mindre.varde_kod
        and (
            storre.varde > mindre.varde
            or (
                storre.varde = mindre.varde
                and storre.varde_kod < mindre.varde_kod
                and storre.dimension <> 'projekt'
            )
        )
        and mindre.varde % 1000 <> 0
),

-- So many that chance makes them in less than one table of a thousand.
lika_slut as (
    select
        {{ motsagelse(
            'LIKA_SLUTSIFFROR', 'vanster_id', 'hoger_id',
            orsak="concat_ws(
                '',
                'De ', cast(lika as string), ' sista siffrorna är desamma i båda talen:'
                || ' det ena är troligen avskrivet från det andra.'
            )"
        ) }}
    from slut
    where 2 * power(10, lika) >= 1000 * antal * (antal - 1)
),

i_ordning as (
    select
        kommun_kod,
        tal_id,
        lagst,
        ordning,
        lag(tal_id) over ordningen as fore_id,
        lag(hogst) over ordningen as fore_hogst,
        lag(ordning) over ordningen as fore_ordning
    from siffror
    where ordning is not null
    window ordningen as (
        partition by {{ tabell | join(', ') }} order by ordning asc, varde desc, tal_id asc
    )
),

bruten as (
    select {{ motsagelse('ORDNING_BRUTEN', 'tal_id', 'fore_id') }}
    from i_ordning
    where
        fore_ordning < ordning
        and fore_hogst < lagst
)

select * from lika_slut
union all
select * from bruten
