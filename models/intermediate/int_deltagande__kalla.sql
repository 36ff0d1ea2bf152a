-- Where the money of a participation comes from. Decided per project and year over all nämnder:
-- what was booked is the project's money, at the nämnd that booked it. What a nämnd reported counts
-- where the ledger cannot tell: its export does not cover the whole year, or no code is the
-- project's own. Then nobody's krona counts twice: what others booked of the same project, what was
-- booked in January, and what the nämnd booked on codes that tell no project are set against it.
with bokfort as (
    select * from {{ ref('int_deltagande__bokfort') }}
),

sena as (
    select * from {{ ref('int_deltagande__sen') }}
),

avgjorda as (
    select
        bokfort.*,
        sena.projekt_kod is not null as ar_sen,
        -- What the nämnd says was passed on goes with the money: to the year of the booking, and
        -- nowhere where nothing was booked of what it is a part of.
        case
            when bokfort.redovisat_sek <> 0 and coalesce(bokfort.bokfort_sek, 0) = 0
                then fran_aret_fore.redovisat_formedlat_sek
            when fran_aret_fore.redovisat_formedlat_sek is null then bokfort.redovisat_formedlat_sek
            else
                coalesce(bokfort.redovisat_formedlat_sek, 0)
                + fran_aret_fore.redovisat_formedlat_sek
        end as sagt_om_bokfort_sek,
        case
            when bokfort.bokfort_sek is null and bokfort.redovisat_sek is null then 'saknas'
            when bokfort.netto_enligt is not null then 'redovisat'
            when bokfort.ar_saker then 'bokfort'
            when sena.projekt_kod is not null then 'annat_ar'
            when bokfort.bokfort_sek is null and bokfort.ar_forklarad and bokfort.underskott_sek > 0
                then 'annan_namnd'
            when bokfort.ar_aterbetald_hos_annan then 'annan_namnd'
            when {{ bokfort_galler_redovisat('bokfort') }} then 'bokfort'
            else 'redovisat'
        end as kalla
    from bokfort
    left join sena
        on {{ samma_deltagande('bokfort', 'sena') }}
    left join sena as fran_aret_fore
        on {{ samma_aret_efter('fran_aret_fore', 'bokfort') }}
),

-- Reported money that stands, and that money booked under an unknown name may be: of the nämnd's
-- own bookings without a project where the code is not known, of the project's bookings without a
-- nämnd where it is.
med_ansprak as (
    select
        *,
        case
            when kalla <> 'redovisat' or namnd_kod = {{ okand('namnd') }} then 'inget'
            when netto_enligt is not null or not ar_namngivet then 'inget'
            when kod_kand then 'projektets'
            else 'namndens'
        end as ansprak,
        case when kalla = 'redovisat' then redovisat_sek - coalesce(bokfort_sek, 0) else 0 end
            as ansprak_sek
    from avgjorda
),

-- The rows that stand for bookings under an unknown name, with what is claimed of them.
okanda as (
    select
        *,
        case
            when bokfort_sek is null then null
            when ar_namngivet and namnd_kod = {{ okand('namnd') }}
                then
                    sum(case when ansprak = 'projektets' then ansprak_sek end)
                        over (partition by kommun_kod, projekt_kod, ar)
            when not ar_namngivet and namnd_kod <> {{ okand('namnd') }}
                then
                    sum(case when ansprak = 'namndens' then ansprak_sek end)
                        over (partition by kommun_kod, namnd_kod, ar)
        end as avraknat_sek
    from med_ansprak
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

-- What others say was passed on goes with the money to the one nämnd that booked it for them.
med_andras as (
    select
        *,
        case
            when
                belopp_kalla = 'bokfort'
                and overskott_sek > 0
                and sum(case when belopp_kalla = 'bokfort' and overskott_sek > 0 then 1 end)
                    over projektets
                < 2
                then
                    sum(
                        case when belopp_kalla = 'annan_namnd' then redovisat_formedlat_sek end
                    )
                        over projektets
        end as andras_formedlat_sek
    from slutliga
    window projektets as (partition by kommun_kod, projekt_kod, ar)
),

final as (
    select
        kommun_kod,
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
                when belopp_kalla = 'redovisat'
                    then coalesce(redovisat_formedlat_sek, bokfort_formedlat_sek)
                else
                    coalesce(
                        bokfort_formedlat_sek,
                        coalesce(sagt_om_bokfort_sek, 0) + andras_formedlat_sek,
                        sagt_om_bokfort_sek
                    )
            end as decimal(18, 2)
        ) as formedlat_sek
    from med_andras
)

select * from final
