-- The whole that is stated of what a division divides: of all places that state it in the
-- division's year, the most exact, in the same document before another.
with summor as (
    select * from {{ ref('int_motsagelse__summa') }}
),

helheter as (
    select * from {{ ref('int_motsagelse__siffra') }}
    where ar_helhet
),

rangordnade as (
    select
        summor.kommun_kod,
        summor.tal_id,
        helheter.tal_id as helhet_id,
        helheter.varde,
        helheter.lagst,
        helheter.hogst,
        row_number() over (
            partition by summor.kommun_kod, summor.tal_id
            order by
                case when helheter.dokument = summor.dokument then 0 else 1 end,
                helheter.hogst - helheter.lagst nulls last,
                helheter.dokument,
                helheter.rad nulls last,
                helheter.siffra_id
        ) as plats
    from summor
    inner join helheter
        on
            {{ samma_kolumner('summor', 'helheter', ['ar', 'publicerat_ar', 'matt', 'bas']) }}
            and summor.omfattning = helheter.agare_kod
)

select
    kommun_kod,
    tal_id,
    helhet_id,
    varde,
    lagst,
    hogst
from rangordnade
where plats = 1
