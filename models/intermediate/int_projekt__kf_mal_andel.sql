-- The goals of a participation and each one's share, as exact twelfth decimals that add up to 1.
with deltaganden as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar
    from {{ ref('int_deltagande') }}
),

-- What only the ledger knows has the goals of the project's latest report, while they are in force.
rader as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        kallrad_id
    from {{ ref('int_deltagande__rad') }}
    union all
    select
        arv.kommun_kod,
        arv.projekt_kod,
        arv.namnd_kod,
        arv.ar,
        rad.kallrad_id
    from {{ ref('int_deltagande__arv') }} as arv
    inner join {{ ref('int_deltagande__rad') }} as rad
        on
            arv.kommun_kod = rad.kommun_kod
            and arv.projekt_kod = rad.projekt_kod
            and arv.arvd_namnd_kod = rad.namnd_kod
            and arv.arvt_ar = rad.ar
    inner join {{ ref('ar') }} as aret on arv.kommun_kod = aret.kommun_kod and arv.ar = aret.ar
    inner join {{ ref('ar') }} as arvt
        on
            arv.kommun_kod = arvt.kommun_kod
            and arv.arvt_ar = arvt.ar
            and aret.malperiod = arvt.malperiod
),

-- A goal nobody could tell is the goal Okänt, a goal among the others. The year's own set decides
-- what a number means: two sets may both be in force in a year that one of them begins in.
namngivna as (
    select
        rad.kommun_kod,
        rad.projekt_kod,
        rad.namnd_kod,
        rad.ar,
        mal.malperiod,
        mal.nummer,
        sum(given.andel_procent) as andel_procent,
        count(*) = count(given.andel_procent) as ar_given
    from rader as rad
    inner join {{ ref('stg_submission__kf_mal') }} as given
        on rad.kommun_kod = given.kommun_kod and rad.kallrad_id = given.kallrad_id
    left join {{ ref('ar') }} as aret on rad.kommun_kod = aret.kommun_kod and rad.ar = aret.ar
    left join {{ ref('kf_mal') }} as mal
        on
            given.kommun_kod = mal.kommun_kod
            and given.nummer = mal.nummer
            and aret.malperiod = mal.malperiod
    group by rad.kommun_kod, rad.projekt_kod, rad.namnd_kod, rad.ar, mal.malperiod, mal.nummer
),

-- Shares that are given count only when every goal has one; otherwise the parts are equal.
viktade as (
    select
        deltaganden.kommun_kod,
        deltaganden.projekt_kod,
        deltaganden.namnd_kod,
        deltaganden.ar,
        namngivna.malperiod,
        namngivna.nummer,
        cast(
            case
                when
                    bool_and(namngivna.ar_given) over (
                        partition by
                            deltaganden.kommun_kod, deltaganden.projekt_kod, deltaganden.namnd_kod,
                            deltaganden.ar
                    )
                    then greatest(namngivna.andel_procent, 0)
                else 1
            end as decimal(18, 4)
        ) as vikt,
        cast(1 as decimal(18, 12)) as hela
    from deltaganden
    left join namngivna
        on {{ samma_deltagande('deltaganden', 'namngivna') }}
),

fordelade as (
    select * from (
        {{ fordela(
            'viktade',
            belopp=['hela'],
            vikt='vikt',
            grupp=['kommun_kod', 'projekt_kod', 'namnd_kod', 'ar'],
            ordning=['nummer nulls last', 'malperiod nulls last'],
            decimaler=12
        ) | indent(8) }}
    ) as fordelad
),

final as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        malperiod,
        nummer,
        cast(vikt_heltal as decimal(38, 0)) as vikt,
        hela_del as andel
    from fordelade
)

select * from final
