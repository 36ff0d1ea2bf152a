with fonder as (
    select
        medel.kommun_kod,
        medel.projekt_kod,
        medel.namnd_kod,
        medel.ar,
        -- One EU fund makes it EU money; a fund nobody could tell makes it unknown, not "no".
        case
            when bool_or(fond.ar_eu) then true
            when count(*) = count(fond.ar_eu) then false
        end as ar_eu
    from {{ ref('int_eu_medel__fond') }} as medel
    left join {{ ref('fond') }} as fond on medel.fond_kod = fond.fond_kod
    group by medel.kommun_kod, medel.projekt_kod, medel.namnd_kod, medel.ar
),

mal as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        count(nummer) as antal_kf_mal
    from {{ ref('int_projekt__kf_mal_andel') }}
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

keys as (
    select
        deltagande.*,
        grad.anpassade_falt as alla_anpassade_falt,
        grad.belopp_skal,
        grad.redovisat_skal,
        grad.bokfort_skal,
        grad.budget_skal,
        grad.belopp_skal | grad.formedlat_skal as formedlat_skal,
        {{ nyckel([
            'deltagande.kommun_kod', 'deltagande.projekt_kod', 'deltagande.namnd_kod', 'deltagande.ar'
        ]) }} as deltagande_key,
        projekt.projekt_key,
        namnd.namnd_key,
        mal.antal_kf_mal,
        fonder.ar_eu,
        uppgift.eu_andel,
        uppgift.egen_kontant_andel,
        uppgift.egen_tid_andel,
        uppgift.har_ekonomikod,
        uppgift.andra_namnd_koder
    from {{ ref('int_deltagande') }} as deltagande
    inner join {{ ref('int_grad__deltagande') }} as grad
        on {{ samma_deltagande('deltagande', 'grad') }}
    left join {{ ref('int_deltagande__uppgift') }} as uppgift
        on {{ samma_deltagande('deltagande', 'uppgift') }}
    left join fonder
        on {{ samma_deltagande('deltagande', 'fonder') }}
    left join mal
        on {{ samma_deltagande('deltagande', 'mal') }}
    {{ arets_projekt('deltagande') }}
    {{ arets_namnd('deltagande') }}
),

graderade as (
    select
        kommun_kod,
        deltagande_key,
        projekt_key,
        namnd_key,
        cast(ar as integer) as ar,
        cast(projekt_kod as string) as projekt_kod,
        cast(namnd_kod as string) as namnd_kod,
        roll,
        redovisad,
        belopp_sek,
        redovisat_sek,
        bokfort_sek,
        belopp_kalla,
        formedlat_sek,
        {{ netto_sek('belopp_sek', 'formedlat_sek') }} as netto_sek,
        cast(tackning as string) as tackning,
        cast(budget_sek as decimal(18, 2)) as budget_sek,
        eu_andel,
        egen_kontant_andel,
        egen_tid_andel,
        har_ekonomikod,
        cast(andra_namnd_koder as string) as andra_namnd_koder,
        cast(antal_kf_mal as integer) as antal_kf_mal,
        ar_eu,
        anpassat,
        cast(alla_anpassade_falt as string) as anpassade_falt,
        ungefarligt,
        cast(arvt_ar as integer) as arvt_ar,
        {{ grad('belopp_skal') }} as belopp_sek_grad,
        {{ grad('redovisat_skal') }} as redovisat_sek_grad,
        {{ grad('bokfort_skal') }} as bokfort_sek_grad,
        {{ grad('formedlat_skal') }} as formedlat_sek_grad,
        {{ grad('formedlat_skal') }} as netto_sek_grad,
        {{ grad('budget_skal') }} as budget_sek_grad
    from keys
),

final as (
    select
        *,
        {{ anpassat_sek() }} as anpassat_sek
    from graderade
)

select * from final
