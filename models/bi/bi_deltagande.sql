-- The participations with every name beside its code, so that a BI tool needs no join: a nämnd in a
-- project in a year a row, as in fct_deltagande. Its funds and goals stand as lists.
with deltagande as (
    select * from {{ ref('fct_deltagande') }}
),

fonder as (
    select
        medel.projekt_kod,
        medel.namnd_kod,
        medel.ar,
        {{ sorterad_lista('fond.fond') }} as fonder,
        {{ sorterad_lista('fond.fondgrupp') }} as fondgrupper
    from {{ ref('fct_eu_medel') }} as medel
    inner join {{ ref('dim_fond') }} as fond on medel.fond_key = fond.fond_key
    group by medel.projekt_kod, medel.namnd_kod, medel.ar
),

mal as (
    select
        medel.projekt_kod,
        medel.namnd_kod,
        medel.ar,
        {{ sorterad_lista('mal.kf_mal') }} as kf_mal
    from {{ ref('fct_eu_medel') }} as medel
    inner join {{ ref('dim_kf_mal') }} as mal on medel.kf_mal_key = mal.kf_mal_key
    where mal.nummer is not null
    group by medel.projekt_kod, medel.namnd_kod, medel.ar
),

keys as (
    select
        {{ nyckel(['deltagande.projekt_kod', 'deltagande.namnd_kod', 'deltagande.ar']) }} as bi_key,
        deltagande.*,
        {{ arets_forsta_dag('deltagande.ar') }} as ar_datum,
        namnd.namnd,
        namnd.forvaltning,
        projekt.projekt,
        projekt.bidragsnummer,
        projekt.projektagare,
        projekt.start,
        projekt.slut,
        fonder.fonder,
        fonder.fondgrupper,
        mal.kf_mal,
        coalesce(roll.namn, 'Okänd roll') as roll_namn,
        {{ ar_raknad('deltagande') }} as projekt_raknas,
        deltagande.namnd_kod = {{ okand('namnd') }} as namnd_okand,
        deltagande.projekt_kod = {{ okand('projekt') }} as projekt_okant
    from deltagande
    inner join {{ ref('dim_namnd') }} as namnd on deltagande.namnd_key = namnd.namnd_key
    inner join {{ ref('dim_projekt') }} as projekt on deltagande.projekt_key = projekt.projekt_key
    left join fonder on {{ samma_deltagande('deltagande', 'fonder') }}
    left join mal on {{ samma_deltagande('deltagande', 'mal') }}
    left join {{ ref('roll') }} as roll on deltagande.roll = roll.roll
),

final as (
    select
        bi_key,
        ar,
        ar_datum,
        namnd_kod,
        namnd,
        forvaltning,
        namnd_okand,
        projekt_kod,
        projekt,
        bidragsnummer,
        projektagare,
        start,
        slut,
        projekt_okant,
        projekt_raknas,
        roll,
        cast(roll_namn as string) as roll_namn,
        cast(fonder as string) as fonder,
        cast(fondgrupper as string) as fondgrupper,
        cast(kf_mal as string) as kf_mal,
        belopp_sek,
        {{ bi_anpassat_sek() }} as anpassat_sek,
        formedlat_sek,
        netto_sek,
        redovisat_sek,
        bokfort_sek,
        belopp_kalla,
        budget_sek,
        belopp_sek_grad,
        {{ bi_varningar() }} as varningar
    from keys
)

select * from final
