-- The money with every name beside its code, so that a BI tool needs no join. A part of an amount a
-- row, as in fct_eu_medel.
with medel as (
    select * from {{ ref('fct_eu_medel') }}
),

keys as (
    select
        medel.*,
        {{ arets_forsta_dag('medel.ar') }} as ar_datum,
        namnd.namnd,
        namnd.forvaltning,
        projekt.projekt,
        projekt.projektagare,
        fond.fond,
        fond.fondgrupp,
        fond.programperiod,
        fond.ar_eu as fond_eu,
        mal.malperiod,
        mal.nummer as kf_mal_nummer,
        mal.kf_mal,
        coalesce(roll.namn, 'Okänd roll') as roll_namn,
        {{ ar_raknad('medel') }} as projekt_raknas,
        medel.namnd_kod = {{ okand('namnd') }} as namnd_okand,
        medel.projekt_kod = {{ okand('projekt') }} as projekt_okant,
        medel.fond_kod = {{ okand('fond') }} as fond_okand,
        mal.nummer is null as kf_mal_okant
    from medel
    inner join {{ ref('dim_namnd') }} as namnd
        on medel.kommun_kod = namnd.kommun_kod and medel.namnd_key = namnd.namnd_key
    inner join {{ ref('dim_projekt') }} as projekt
        on medel.kommun_kod = projekt.kommun_kod and medel.projekt_key = projekt.projekt_key
    inner join {{ ref('dim_fond') }} as fond on medel.fond_key = fond.fond_key
    inner join {{ ref('dim_kf_mal') }} as mal
        on medel.kommun_kod = mal.kommun_kod and medel.kf_mal_key = mal.kf_mal_key
    left join {{ ref('roll') }} as roll on medel.roll = roll.roll
),

-- How much of the year's money lies on nobody's part of a cut: then every other part is smaller
-- than it says.
aren as (
    select
        kommun_kod,
        ar,
        sum(belopp_sek) as belopp_sek,
        coalesce(sum(belopp_sek) filter (where projekt_okant), 0) as projekt_okant_sek,
        coalesce(sum(belopp_sek) filter (where fond_okand), 0) as fond_okand_sek,
        coalesce(sum(belopp_sek) filter (where kf_mal_okant), 0) as kf_mal_okant_sek
    from keys
    group by kommun_kod, ar
),

andelar as (
    select
        kommun_kod,
        ar,
        {{ kvot('projekt_okant_sek', 'belopp_sek') }} as arets_andel_okant_projekt,
        {{ kvot('fond_okand_sek', 'belopp_sek') }} as arets_andel_okand_fond,
        {{ kvot('kf_mal_okant_sek', 'belopp_sek') }} as arets_andel_okant_kf_mal
    from aren
),

final as (
    select
        keys.kommun_kod,
        keys.eu_medel_key as bi_key,
        keys.ar,
        keys.ar_datum,
        keys.namnd_kod,
        keys.namnd,
        keys.forvaltning,
        keys.namnd_okand,
        keys.projekt_kod,
        keys.projekt,
        keys.projektagare,
        keys.projekt_okant,
        keys.projekt_raknas,
        keys.roll,
        cast(keys.roll_namn as string) as roll_namn,
        keys.fond_kod,
        keys.fond,
        keys.fondgrupp,
        keys.programperiod,
        keys.fond_eu,
        keys.fond_okand,
        keys.malperiod,
        keys.kf_mal_nummer,
        keys.kf_mal,
        keys.kf_mal_okant,
        keys.andel,
        keys.belopp_sek,
        keys.anpassat_sek,
        keys.formedlat_sek,
        keys.netto_sek,
        keys.redovisat_sek,
        keys.bokfort_sek,
        keys.belopp_kalla,
        keys.belopp_sek_grad,
        {{ bi_varningar('keys') }} as varningar,
        andelar.arets_andel_okant_projekt,
        andelar.arets_andel_okand_fond,
        andelar.arets_andel_okant_kf_mal
    from keys
    inner join andelar on keys.kommun_kod = andelar.kommun_kod and keys.ar = andelar.ar
)

select * from final
