with keys as (
    select
        medel.*,
        deltagande.roll,
        deltagande.redovisad,
        deltagande.anpassat,
        deltagande.ungefarligt,
        grad.belopp_skal,
        grad.redovisat_skal,
        grad.bokfort_skal,
        grad.belopp_skal | grad.formedlat_skal as formedlat_skal,
        {{ grad_om('avrundad', 'grad.fonder_delade or grad.mal_lika_delade') }}
        | {{ grad_om(
            'anpassad', 'grad.fond_anpassad or grad.mal_anpassat or grad.andel_anpassad'
        ) }} as delning_skal,
        {{ nyckel(['medel.kommun_kod', 'medel.projekt_kod', 'medel.namnd_kod', 'medel.ar']) }}
            as deltagande_key,
        {{ nyckel(['medel.fond_kod']) }} as fond_key,
        {{ nyckel(['medel.kommun_kod', 'medel.malperiod', 'medel.nummer']) }} as kf_mal_key,
        projekt.projekt_key,
        namnd.namnd_key
    from {{ ref('int_eu_medel') }} as medel
    inner join {{ ref('int_deltagande') }} as deltagande
        on {{ samma_deltagande('medel', 'deltagande') }}
    inner join {{ ref('int_grad__deltagande') }} as grad
        on {{ samma_deltagande('medel', 'grad') }}
    {{ arets_projekt('medel') }}
    {{ arets_namnd('medel') }}
),

graderade as (
    select
        kommun_kod,
        {{ nyckel(['kommun_kod', 'projekt_kod', 'namnd_kod', 'ar', 'fond_kod', 'kf_mal_key']) }}
            as eu_medel_key,
        deltagande_key,
        projekt_key,
        namnd_key,
        fond_key,
        kf_mal_key,
        cast(ar as integer) as ar,
        cast(projekt_kod as string) as projekt_kod,
        cast(namnd_kod as string) as namnd_kod,
        cast(fond_kod as string) as fond_kod,
        roll,
        cast(andel as decimal(19, 12)) as andel,
        belopp_sek,
        redovisat_sek,
        bokfort_sek,
        belopp_kalla,
        formedlat_sek,
        {{ netto_sek('belopp_sek', 'formedlat_sek') }} as netto_sek,
        redovisad,
        anpassat,
        ungefarligt,
        {{ grad('belopp_skal | delning_skal') }} as belopp_sek_grad,
        {{ grad('redovisat_skal | delning_skal') }} as redovisat_sek_grad,
        {{ grad('bokfort_skal | delning_skal') }} as bokfort_sek_grad,
        {{ grad('formedlat_skal | delning_skal') }} as formedlat_sek_grad,
        {{ grad('formedlat_skal | delning_skal') }} as netto_sek_grad
    from keys
),

final as (
    select
        *,
        {{ anpassat_sek() }} as anpassat_sek
    from graderade
)

select * from final
