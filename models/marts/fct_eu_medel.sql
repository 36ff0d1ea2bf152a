with keys as (
    select
        medel.*,
        deltagande.roll,
        deltagande.redovisad,
        deltagande.anpassat,
        deltagande.ungefarligt,
        grad.anpassade_falt,
        grad.belopp_skal,
        grad.redovisat_skal,
        grad.bokfort_skal,
        grad.belopp_skal | grad.formedlat_skal as formedlat_skal,
        {{ grad_om('avrundad', 'grad.fonder_delade or grad.mal_lika_delade') }}
        | {{ grad_om(
            'anpassad', 'grad.fond_anpassad or grad.mal_anpassat or grad.andel_anpassad'
        ) }} as delning_skal,
        {{ nyckel(['medel.fond_kod']) }} as fond_key,
        {{ nyckel(['medel.malperiod', 'medel.nummer']) }} as kf_mal_key,
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

final as (
    select
        projekt_key,
        namnd_key,
        fond_key,
        kf_mal_key,
        cast(ar as integer) as ar,
        cast(projekt_kod as string) as projekt_kod,
        cast(namnd_kod as string) as namnd_kod,
        cast(fond_kod as string) as fond_kod,
        roll,
        cast(andel as decimal(18, 12)) as andel,
        belopp_sek,
        redovisat_sek,
        bokfort_sek,
        belopp_kalla,
        formedlat_sek,
        {{ netto_sek('belopp_sek', 'formedlat_sek') }} as netto_sek,
        redovisad,
        anpassat,
        ungefarligt,
        cast(anpassade_falt as string) as anpassade_falt,
        {{ grad('belopp_skal | delning_skal') }} as belopp_sek_grad,
        {{ grad('redovisat_skal | delning_skal') }} as redovisat_sek_grad,
        {{ grad('bokfort_skal | delning_skal') }} as bokfort_sek_grad,
        {{ grad('formedlat_skal | delning_skal') }} as formedlat_sek_grad,
        {{ grad('formedlat_skal | delning_skal') }} as netto_sek_grad
    from keys
)

select * from final
