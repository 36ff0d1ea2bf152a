-- How sure what a nämnd reported of a project is: fitted, rounded, converted, or with a part left
-- blank, over all the rows it was reported on.
with underlag as (
    select
        rad.kommun_kod,
        rad.projekt_kod,
        rad.namnd_kod,
        rad.ar,
        rad.fond_kod,
        rad.kallrad_id,
        rad.redovisat_sek,
        coalesce(rad.redovisat_sek is not null and rad.ar_omraknad, false) as ar_omraknad,
        {{ har_falt('rad.anpassade_falt', 'utbetalt') }} as ar_anpassad,
        case
            when rad.redovisat_sek is null then 0
            when rad.ungefarligt or matt.utbetalt_precision > 1
                then coalesce(matt.utbetalt_precision, 1)
            else 0
        end as steg,
        coalesce(rad.budget_sek is not null and matt.budget_valuta <> 'SEK', false)
            as ar_budget_omraknad,
        coalesce(rad.redovisat_formedlat_sek is not null and matt.formedlat_valuta <> 'SEK', false)
            as ar_formedlat_omraknat
    from {{ ref('int_deltagande__rad') }} as rad
    left join {{ ref('stg_submission__noggrannhet') }} as matt
        on rad.kommun_kod = matt.kommun_kod and rad.kallrad_id = matt.kallrad_id
),

redovisade as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        bool_or(ar_anpassad) as ar_anpassad,
        bool_or(ar_omraknad) as ar_omraknad,
        bool_or(redovisat_sek is null) as nagot_saknas,
        bool_or(ar_budget_omraknad) as ar_budget_omraknad,
        bool_or(ar_formedlat_omraknat) as ar_formedlat_omraknat,
        cast(sum(steg) as decimal(18, 2)) as steg_sek,
        cast(count(distinct fond_kod) as integer) as antal_fonder
    from underlag
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

-- Goals without a share each get as much: nobody said so.
delade_mal as (
    select
        underlag.kommun_kod,
        underlag.projekt_kod,
        underlag.namnd_kod,
        underlag.ar,
        count(distinct coalesce(mal.nummer, 0)) > 1
        and count(mal.andel_procent) < count(*) as ar_lika_delad
    from underlag
    inner join {{ ref('stg_submission__kf_mal') }} as mal
        on underlag.kommun_kod = mal.kommun_kod and underlag.kallrad_id = mal.kallrad_id
    group by underlag.kommun_kod, underlag.projekt_kod, underlag.namnd_kod, underlag.ar
),

final as (
    select
        redovisade.*,
        coalesce(delade_mal.ar_lika_delad, false) as mal_lika_delade
    from redovisade
    left join delade_mal
        on {{ samma_deltagande('redovisade', 'delade_mal') }}
)

select * from final
