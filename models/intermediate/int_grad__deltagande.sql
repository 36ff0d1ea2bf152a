-- How sure a participation is: the facts behind its amounts and its budget, each as the bits of
-- macros/grad.sql, and which of its fields are fitted.
with redovisade as (
    select * from {{ ref('int_grad__redovisat') }}
),

bokforda as (
    select
        bokning.kommun_kod,
        bokning.projekt_kod,
        bokning.namnd_kod,
        bokning.ar,
        bool_or(anpassad.kallrad_id is not null) as ar_anpassad
    from {{ ref('int_ledger__utbetalning') }} as bokning
    left join {{ ref('int_ledger__anpassad') }} as anpassad
        on bokning.kommun_kod = anpassad.kommun_kod and bokning.kallrad_id = anpassad.kallrad_id
    group by bokning.kommun_kod, bokning.projekt_kod, bokning.namnd_kod, bokning.ar
),

-- What is taken over from an earlier report is fitted where it was fitted there.
arvda as (
    select
        arv.kommun_kod,
        arv.projekt_kod,
        arv.namnd_kod,
        arv.ar,
        nullif(
            concat_ws(
                ';',
                {% for falt in ['fond', 'kf_mal', 'kf_mal_fordelning'] %}
                case when {{ har_falt('kalla.anpassade_falt', falt) }} then '{{ falt }}' end,
                {% endfor %}
                case
                    when arv.ar_egen and {{ har_falt('kalla.anpassade_falt', 'roll') }} then 'roll'
                end
            ), ''
        ) as anpassade_falt
    from {{ ref('int_deltagande__arv') }} as arv
    inner join {{ ref('int_deltagande') }} as kalla
        on
            arv.kommun_kod = kalla.kommun_kod
            and arv.projekt_kod = kalla.projekt_kod
            and arv.arvd_namnd_kod = kalla.namnd_kod
            and arv.arvt_ar = kalla.ar
),

-- ar_lika: booked exactly as reported, or so with what was passed on: the two confirm each other.
samlade as (
    select
        deltagande.*,
        coalesce(deltagande.anpassade_falt, arvda.anpassade_falt) as falt,
        redovisade.steg_sek,
        coalesce(redovisade.ar_anpassad, false) as redovisat_anpassat,
        coalesce(redovisade.ar_omraknad, false) as ar_omraknad,
        coalesce(redovisade.nagot_saknas, false) as nagot_saknas,
        coalesce(redovisade.ar_budget_omraknad, false) as ar_budget_omraknad,
        coalesce(redovisade.ar_formedlat_omraknat, false) as ar_formedlat_omraknat,
        kalla.redovisat_formedlat_sek,
        kalla.bokfort_formedlat_sek,
        coalesce(redovisade.antal_fonder, 0) as antal_fonder,
        coalesce(redovisade.mal_lika_delade, false) as mal_lika_delade,
        coalesce(bokforda.ar_anpassad, false) as bokning_anpassad,
        coalesce(
            deltagande.redovisat_sek = deltagande.bokfort_sek
            or (
                deltagande.belopp_kalla = 'bokfort'
                and deltagande.redovisat_sek = deltagande.belopp_sek
            ), false
        ) as ar_lika
    from {{ ref('int_deltagande') }} as deltagande
    inner join {{ ref('int_deltagande__kalla') }} as kalla
        on
            deltagande.kommun_kod = kalla.kommun_kod
            and deltagande.projekt_kod = kalla.projekt_kod
            and deltagande.namnd_kod = kalla.namnd_kod
            and deltagande.ar = kalla.ar
    left join redovisade
        on {{ samma_deltagande('deltagande', 'redovisade') }}
    left join arvda
        on {{ samma_deltagande('deltagande', 'arvda') }}
    left join bokforda
        on {{ samma_deltagande('deltagande', 'bokforda') }}
),

-- The split of a stated sum into bookings may be fitted, and the sum is still what was stated.
-- Within what the source rounded to, or what a rate moves in a year, the two do not disagree.
bedomda as (
    select
        *,
        case
            when belopp_kalla in ('annan_namnd', 'annat_ar', 'skillnad') then true
            when belopp_kalla <> 'bokfort' or ar_lika then false
            when redovisat_sek is null or bokfort_sek is null then false
            when ar_omraknad then abs(redovisat_sek - bokfort_sek) * 10 > abs(bokfort_sek)
            else abs(redovisat_sek - bokfort_sek) > steg_sek
        end as ar_motsagd,
        case
            when ar_formedlat_omraknat
                then
                    abs(redovisat_formedlat_sek - bokfort_formedlat_sek) * 10
                    > abs(bokfort_formedlat_sek)
            else redovisat_formedlat_sek <> bokfort_formedlat_sek
        end as formedlat_motsagt,
        ar_formedlat_omraknat and formedlat_sek = redovisat_formedlat_sek as formedlat_avrundat,
        bokning_anpassad and (redovisat_anpassat or not ar_lika) as bokfort_anpassat,
        redovisad and redovisat_sek is null and belopp_sek is null as ar_okand,
        {{ grad_om('avrundad', 'steg_sek > 0 or ar_omraknad') }} as redovisat_avrundad,
        {{ grad_om('delvis', "tackning <> 'hel' and bokfort_sek is not null and not ar_lika") }}
            as bokfort_delvis
    from samlade
),

final as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        case
            when bokning_anpassad then concat_ws(';', 'bokforing', falt)
            else falt
        end as anpassade_falt,
        bokning_anpassad or falt is not null as nagot_anpassat,
        mal_lika_delade,
        antal_fonder > 1 and belopp_kalla <> 'redovisat' and not ar_lika as fonder_delade,
        {{ har_falt('falt', 'roll') }} as roll_anpassad,
        {{ har_falt('falt', 'fond') }} as fond_anpassad,
        {{ har_falt('falt', 'kf_mal') }} as mal_anpassat,
        {{ har_falt('falt', 'kf_mal_fordelning') }} as andel_anpassad,
        {{ har_falt('falt', 'projekt') }} as projekt_anpassat,
        {{ har_falt('falt', 'namnd') }} as namnd_anpassad,
        cast(
            {{ grad_om('delvis', 'redovisat_sek is null or nagot_saknas') }}
            | redovisat_avrundad
            | {{ grad_om('anpassad', 'redovisat_anpassat') }}
            | {{ grad_om('motsagd', 'ar_motsagd') }} as integer
        ) as redovisat_skal,
        cast(
            case when bokfort_sek is null then {{ grad_bit('delvis') }} else bokfort_delvis end
            | {{ grad_om('anpassad', 'bokfort_anpassat') }}
            | {{ grad_om('motsagd', 'ar_motsagd') }} as integer
        ) as bokfort_skal,
        cast(
            case
                when belopp_kalla = 'redovisat'
                    then
                        redovisat_avrundad
                        | {{ grad_om('delvis', 'nagot_saknas') }}
                        | {{ grad_om('anpassad', 'redovisat_anpassat') }}
                when belopp_kalla in ('bokfort', 'skillnad')
                    then bokfort_delvis | {{ grad_om('anpassad', 'bokfort_anpassat') }}
                else 0
            end
            | {{ grad_om('delvis', 'ar_okand') }}
            | {{ grad_om('motsagd', 'ar_motsagd') }} as integer
        ) as belopp_skal,
        cast(
            {{ grad_om('avrundad', 'formedlat_avrundat') }}
            | {{ grad_om('delvis', 'belopp_sek <> 0 and formedlat_sek is null') }}
            | {{ grad_om('motsagd', 'formedlat_motsagt') }}
            | {{ grad_om('anpassad', har_falt('falt', 'formedlat')) }} as integer
        ) as formedlat_skal,
        cast(
            {{ grad_om('delvis', 'budget_sek is null') }}
            | {{ grad_om('avrundad', 'ar_budget_omraknad') }}
            | {{ grad_om('anpassad', har_falt('falt', 'budget')) }} as integer
        ) as budget_skal
    from bedomda
)

select * from final
