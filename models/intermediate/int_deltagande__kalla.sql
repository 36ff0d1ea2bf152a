-- Where the money of a participation comes from. Decided per project and year over all nämnder:
-- what was booked is the project's money, at the nämnd that booked it. What a nämnd reported counts
-- where the ledger cannot tell: its export does not cover the whole year, or no code is the
-- project's own. Then nobody's krona counts twice: what others booked of the same project, what was
-- booked in January, and what the nämnd booked on codes that tell no project are set against it.
with redovisade as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        -- A sum over nothing known is unknown; a zero among the rows is a fact.
        sum(redovisat_sek) as redovisat_sek,
        sum(redovisat_formedlat_sek) as redovisat_formedlat_sek,
        bool_and(coalesce(ar_omraknad, false)) as ar_omraknat
    from {{ ref('int_deltagande__rad') }}
    group by projekt_kod, namnd_kod, ar
),

bokforda as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        sum(belopp_sek) as bokfort_sek,
        sum(belopp_sek) filter (where belopp_sek > 0) as bokfort_in_sek
    from {{ ref('int_ledger__utbetalning') }}
    group by projekt_kod, namnd_kod, ar
),

formedlade as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        nullif(sum(formedlat_sek), 0) as bokfort_formedlat_sek
    from {{ ref('int_ledger__formedling') }}
    group by projekt_kod, namnd_kod, ar
),

deltaganden as (
    select
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
        on deltaganden.namnd_kod = tackning.namnd_kod and deltaganden.ar = tackning.ar
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
            when netto_enligt is not null then 0
            when ar_namngivet and not ar_saker and redovisat_sek > 0
                then greatest(redovisat_sek - coalesce(bokfort_sek, 0), 0)
            else 0
        end as underskott_sek
    from tackta
),

summerade as (
    select
        *,
        sum(overskott_sek) over (partition by projekt_kod, ar) as projektets_overskott_sek,
        sum(underskott_sek) over (partition by projekt_kod, ar) as projektets_underskott_sek,
        count(bokfort_sek) over (partition by projekt_kod, ar) as antal_bokforda
    from matta
),

-- The booked total explains the reports when it lies nearer to all of them than to the booking
-- nämnder's own.
forklarade as (
    select
        *,
        projektets_overskott_sek > 0
        and projektets_underskott_sek > 0
        and projektets_underskott_sek <= 2 * projektets_overskott_sek as ar_forklarad
    from summerade
),

-- What came in during January and February: day by day, and all of it up to that day.
dagar as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        datum,
        sum(belopp_sek) as dagens_sek
    from {{ ref('int_ledger__utbetalning') }}
    where extract(month from datum) <= 2
    group by projekt_kod, namnd_kod, ar, datum
),

tidiga as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        dagens_sek as belopp_sek
    from dagar
    union distinct
    select
        projekt_kod,
        namnd_kod,
        ar,
        sum(dagens_sek) over (partition by projekt_kod, namnd_kod, ar order by datum) as belopp_sek
    from dagar
),

-- Reported for one year and booked as the next began, to the öre. The next year must have room for
-- it beside what was reported for that year.
sena as (
    select distinct
        fore.projekt_kod,
        fore.namnd_kod,
        fore.ar
    from forklarade as fore
    inner join tidiga
        on
            fore.projekt_kod = tidiga.projekt_kod
            and fore.namnd_kod = tidiga.namnd_kod
            and fore.ar + 1 = tidiga.ar
            and fore.redovisat_sek = tidiga.belopp_sek
    inner join forklarade as efter
        on
            fore.projekt_kod = efter.projekt_kod
            and fore.namnd_kod = efter.namnd_kod
            and fore.ar + 1 = efter.ar
    where
        fore.ar_namngivet
        and fore.redovisat_sek > 0
        and fore.antal_bokforda = 0
        and fore.december_tackt
        and (
            efter.redovisat_sek is null
            or efter.bokfort_sek - fore.redovisat_sek >= efter.redovisat_sek
            or (efter.ar_saker and efter.bokfort_sek <> efter.redovisat_sek)
        )
),

avgjorda as (
    select
        forklarade.*,
        sena.projekt_kod is not null as ar_sen,
        case
            when forklarade.bokfort_sek is null and forklarade.redovisat_sek is null then 'saknas'
            when forklarade.netto_enligt is not null then 'redovisat'
            when forklarade.ar_saker then 'bokfort'
            when sena.projekt_kod is not null then 'annat_ar'
            when
                forklarade.bokfort_sek is null
                and forklarade.ar_forklarad
                and forklarade.underskott_sek > 0
                then 'annan_namnd'
            when
                forklarade.bokfort_sek is not null
                and (
                    forklarade.redovisat_sek is null
                    or (forklarade.ar_forklarad and forklarade.bokfort_sek > 0)
                    or (
                        forklarade.redovisat_sek >= 0
                        and forklarade.bokfort_sek >= forklarade.redovisat_sek
                    )
                    or (
                        forklarade.redovisat_sek < 0
                        and forklarade.bokfort_sek
                        not between forklarade.redovisat_sek and 0
                    )
                    or forklarade.bokfort_sek = forklarade.redovisat_sek
                    -- The same payment at the day's rate, not at the year's average.
                    or (
                        forklarade.ar_omraknat
                        and forklarade.bokfort_sek > 0
                        and abs(forklarade.redovisat_sek - forklarade.bokfort_sek) * 10
                        <= forklarade.bokfort_sek
                    )
                )
                then 'bokfort'
            else 'redovisat'
        end as kalla
    from forklarade
    left join sena
        on {{ samma_deltagande('forklarade', 'sena') }}
),

-- Reported money that stands, and that money booked under an unknown name may be: of the nämnd's
-- own bookings without a project where the code is not known, of the project's bookings without a
-- nämnd where it is.
med_ansprak as (
    select
        *,
        case
            when kalla <> 'redovisat' or namnd_kod = {{ okand('namnd') }} then 'inget'
            when netto_enligt is not null then 'inget'
            when not ar_namngivet then 'inget'
            when kod_kand then 'projektets'
            else 'namndens'
        end as ansprak,
        case when kalla = 'redovisat' then redovisat_sek - coalesce(bokfort_sek, 0) else 0 end
            as ansprak_sek
    from avgjorda
),

namndens as (
    select
        namnd_kod,
        ar,
        sum(ansprak_sek) as ansprak_sek
    from med_ansprak
    where ansprak = 'namndens'
    group by namnd_kod, ar
),

projektets as (
    select
        projekt_kod,
        ar,
        sum(ansprak_sek) as ansprak_sek
    from med_ansprak
    where ansprak = 'projektets'
    group by projekt_kod, ar
),

-- The rows that stand for bookings under an unknown name, with what is claimed of them.
okanda as (
    select
        med_ansprak.*,
        case
            when med_ansprak.bokfort_sek is null then null
            when med_ansprak.ar_namngivet and med_ansprak.namnd_kod = {{ okand('namnd') }}
                then projektets.ansprak_sek
            when not med_ansprak.ar_namngivet and med_ansprak.namnd_kod <> {{ okand('namnd') }}
                then namndens.ansprak_sek
        end as avraknat_sek
    from med_ansprak
    left join namndens
        on med_ansprak.namnd_kod = namndens.namnd_kod and med_ansprak.ar = namndens.ar
    left join projektets
        on med_ansprak.projekt_kod = projektets.projekt_kod and med_ansprak.ar = projektets.ar
),

-- A year that is covered whole is what was booked, and the difference may be negative. Else what is
-- left is only what the reports cannot be.
kvar as (
    select
        *,
        case
            when tackning = 'hel' then bokfort_sek - coalesce(avraknat_sek, 0)
            when bokfort_sek > 0 and avraknat_sek > 0 then greatest(bokfort_sek - avraknat_sek, 0)
            when bokfort_sek < 0 and avraknat_sek < 0 then least(bokfort_sek - avraknat_sek, 0)
            else bokfort_sek
        end as kvar_sek
    from okanda
),

slutliga as (
    select
        *,
        case
            when tackning = 'hel' and not ar_namngivet and avraknat_sek is null
                then case when bokfort_sek is null then kalla else 'bokfort' end
            when avraknat_sek is null then kalla
            when tackning <> 'hel' and redovisat_sek >= kvar_sek then 'redovisat'
            when kvar_sek = 0 and redovisat_sek is null then 'fordelat'
            when kvar_sek = bokfort_sek then 'bokfort'
            else 'skillnad'
        end as belopp_kalla
    from kvar
),

final as (
    select
        projekt_kod,
        namnd_kod,
        ar,
        redovisad,
        tackning,
        kod_kand,
        ar_sen,
        ar_forklarad,
        case when belopp_kalla = 'redovisat' then ansprak else 'inget' end as ansprak,
        netto_enligt,
        cast(avraknat_sek as decimal(18, 2)) as avraknat_sek,
        cast(redovisat_sek as decimal(18, 2)) as redovisat_sek,
        cast(
            case
                when ar_saker and redovisat_sek is not null then coalesce(bokfort_sek, 0)
                else bokfort_sek
            end as decimal(18, 2)
        ) as bokfort_sek,
        belopp_kalla,
        cast(
            case belopp_kalla
                when 'bokfort' then coalesce(bokfort_sek, 0)
                when 'redovisat' then redovisat_sek
                when 'annan_namnd' then 0
                when 'annat_ar' then 0
                when 'skillnad' then kvar_sek
            end as decimal(18, 2)
        ) as belopp_sek,
        cast(redovisat_formedlat_sek as decimal(18, 2)) as redovisat_formedlat_sek,
        cast(bokfort_formedlat_sek as decimal(18, 2)) as bokfort_formedlat_sek,
        -- From the same source as the money, where that source says it.
        cast(
            case
                when belopp_kalla not in ('bokfort', 'redovisat') then null
                when netto_enligt = 'minus'
                    then bokfort_in_sek - bokfort_sek + coalesce(bokfort_formedlat_sek, 0)
                when belopp_kalla = 'bokfort'
                    then coalesce(bokfort_formedlat_sek, redovisat_formedlat_sek)
                else coalesce(redovisat_formedlat_sek, bokfort_formedlat_sek)
            end as decimal(18, 2)
        ) as formedlat_sek
    from slutliga
)

select * from final
