with keys as (
    select
        medel.*,
        deltagande.roll,
        deltagande.redovisad,
        deltagande.anpassat,
        deltagande.ungefarligt,
        {{ nyckel(['medel.fond_kod']) }} as fond_key,
        {{ nyckel(['medel.malperiod', 'medel.nummer']) }} as kf_mal_key,
        projekt.projekt_key,
        namnd.namnd_key
    from {{ ref('int_eu_medel') }} as medel
    inner join {{ ref('int_deltagande') }} as deltagande
        on
            medel.projekt_kod = deltagande.projekt_kod
            and medel.namnd_kod = deltagande.namnd_kod
            and medel.ar = deltagande.ar
    left join {{ ref('int_projekt__historik') }} as projekt
        on
            medel.projekt_kod = projekt.projekt_kod
            and medel.ar between projekt.fran_ar and projekt.till_ar
    left join {{ ref('int_namnd__giltighet') }} as namnd
        on
            medel.namnd_kod = namnd.namnd_kod
            and medel.ar between namnd.fran_ar and namnd.till_ar
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
        ungefarligt
    from keys
)

select * from final
