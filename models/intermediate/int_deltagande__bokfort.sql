-- What is known of a participation before anything is decided: what was reported and what was
-- booked, how much of it the ledger can tell, and what the one has that the other lacks.
with redovisade as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        -- A sum over nothing known is unknown; a zero among the rows is a fact.
        sum(redovisat_sek) as redovisat_sek,
        sum(redovisat_formedlat_sek) as redovisat_formedlat_sek,
        bool_and(coalesce(ar_omraknad, false)) as ar_omraknat
    from {{ ref('int_deltagande__rad') }}
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

bokforda as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        sum(belopp_sek) as bokfort_sek,
        sum(belopp_sek) filter (where belopp_sek > 0) as bokfort_in_sek
    from {{ ref('int_ledger__utbetalning') }}
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

formedlade as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        nullif(sum(formedlat_sek), 0) as bokfort_formedlat_sek
    from {{ ref('int_ledger__formedling') }}
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

deltaganden as (
    select
        coalesce(redovisade.kommun_kod, bokforda.kommun_kod) as kommun_kod,
        coalesce(redovisade.projekt_kod, bokforda.projekt_kod) as projekt_kod,
        coalesce(redovisade.namnd_kod, bokforda.namnd_kod) as namnd_kod,
        coalesce(redovisade.ar, bokforda.ar) as ar,
        redovisade.projekt_kod is not null as redovisad,
        redovisade.redovisat_sek,
        redovisade.redovisat_formedlat_sek,
        redovisade.ar_omraknat,
        bokforda.bokfort_sek,
        bokforda.bokfort_in_sek
    from redovisade
    full outer join bokforda
        on {{ samma_deltagande('redovisade', 'bokforda') }}
),

-- ar_saker: nothing booked is a fact. Under noone's name no ledger covers anything.
tackta as (
    select
        deltaganden.*,
        deltaganden.projekt_kod <> {{ okand('projekt') }} as ar_namngivet,
        case
            when tackning.ar_hel then 'hel'
            when tackning.namnd_kod is not null then 'delvis'
            else 'ingen'
        end as tackning,
        coalesce(tackning.sista_manad = 12, false) as december_tackt,
        coalesce(kod.kod_kand, false) as kod_kand,
        coalesce(tackning.ar_hel and kod.kod_kand, false) as ar_saker,
        formedlade.bokfort_formedlat_sek,
        -- Less was booked than was reported, and the difference is what went on to partners: as the
        -- nämnd says, or as a minus beside the whole grant on the grant's own account.
        case
            when
                deltaganden.bokfort_sek >= 0
                and deltaganden.redovisat_formedlat_sek > 0
                and deltaganden.bokfort_sek
                = deltaganden.redovisat_sek - deltaganden.redovisat_formedlat_sek
                then 'namnden'
            when
                deltaganden.redovisat_formedlat_sek is null
                and deltaganden.bokfort_sek > 0
                and deltaganden.bokfort_sek < deltaganden.bokfort_in_sek
                and deltaganden.bokfort_in_sek = deltaganden.redovisat_sek
                then 'minus'
        end as netto_enligt
    from deltaganden
    left join formedlade
        on {{ samma_deltagande('deltaganden', 'formedlade') }}
    left join {{ ref('int_ledger__tackning') }} as tackning
        on
            deltaganden.kommun_kod = tackning.kommun_kod
            and deltaganden.namnd_kod = tackning.namnd_kod
            and deltaganden.ar = tackning.ar
    left join {{ ref('int_deltagande__kod') }} as kod
        on {{ samma_deltagande('deltaganden', 'kod') }}
),

-- What a nämnd booked beyond its report may be what another reported and did not book.
matta as (
    select
        *,
        case
            when ar_namngivet and namnd_kod <> {{ okand('namnd') }} and bokfort_sek > 0
                then greatest(bokfort_sek - coalesce(redovisat_sek, 0), 0)
            else 0
        end as overskott_sek,
        case
            when netto_enligt is not null then cast(0 as decimal(38, 2))
            when ar_namngivet and not ar_saker and redovisat_sek > 0
                then greatest(redovisat_sek - coalesce(bokfort_sek, 0), 0)
            else 0
        end as underskott_sek,
        -- The same of what was paid back.
        case
            when ar_namngivet and namnd_kod <> {{ okand('namnd') }} and bokfort_sek < 0
                then greatest(coalesce(redovisat_sek, 0) - bokfort_sek, 0)
            else 0
        end as aterbetalt_over_sek,
        case
            when ar_namngivet and not ar_saker and redovisat_sek < 0 and bokfort_sek is null
                then -redovisat_sek
            else 0
        end as aterbetalt_under_sek
    from tackta
),

-- What came in during January and February: day by day, and all of it up to that day.
dagar as (
    {{ arets_forsta_dagar() }}
),

tidiga as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        dagens_sek as belopp_sek
    from dagar
    union distinct
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        sum(dagens_sek) over (
            partition by kommun_kod, projekt_kod, namnd_kod, ar order by datum
        ) as belopp_sek
    from dagar
),

-- The booked total explains the reports when it lies nearer to all of them than to the booking
-- nämnder's own.
final as (
    select
        matta.*,
        sum(matta.overskott_sek) over projektets > 0
        and sum(matta.underskott_sek) over projektets > 0
        and sum(matta.underskott_sek) over projektets
        <= 2 * sum(matta.overskott_sek) over projektets as ar_forklarad,
        matta.aterbetalt_under_sek > 0
        and sum(matta.aterbetalt_under_sek) over projektets
        <= 2 * sum(matta.aterbetalt_over_sek) over projektets as ar_aterbetald_hos_annan,
        count(matta.bokfort_sek) over projektets as antal_bokforda,
        tidiga.projekt_kod is not null as ar_bokfort_tidigt
    from matta
    left join tidiga
        on
            {{ samma_aret_efter('matta', 'tidiga') }}
            and matta.redovisat_sek = tidiga.belopp_sek
    window projektets as (partition by matta.kommun_kod, matta.projekt_kod, matta.ar)
)

select * from final
