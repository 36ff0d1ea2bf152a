-- The participations with every name beside its code, so that a BI tool needs no join: a nämnd in a
-- project in a year a row. Its funds and goals stand as lists.
with deltagande as (
    select * from {{ ref('int_deltagande__matt') }}
),

fonder as (
    select
        medel.kommun_kod,
        medel.projekt_kod,
        medel.namnd_kod,
        medel.ar,
        {{ sorterad_lista('fond.fond') }} as fonder,
        {{ sorterad_lista('fond.fondgrupp') }} as fondgrupper
    from {{ ref('fct_eu_medel') }} as medel
    inner join {{ ref('dim_fond') }} as fond on medel.fond_key = fond.fond_key
    group by medel.kommun_kod, medel.projekt_kod, medel.namnd_kod, medel.ar
),

mal as (
    select
        medel.kommun_kod,
        medel.projekt_kod,
        medel.namnd_kod,
        medel.ar,
        {{ sorterad_lista('mal.kf_mal') }} as kf_mal
    from {{ ref('fct_eu_medel') }} as medel
    inner join {{ ref('dim_kf_mal') }} as mal
        on medel.kommun_kod = mal.kommun_kod and medel.kf_mal_key = mal.kf_mal_key
    where mal.nummer is not null
    group by medel.kommun_kod, medel.projekt_kod, medel.namnd_kod, medel.ar
),

keys as (
    select
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
    inner join {{ ref('dim_namnd') }} as namnd
        on deltagande.kommun_kod = namnd.kommun_kod and deltagande.namnd_key = namnd.namnd_key
    inner join {{ ref('dim_projekt') }} as projekt
        on
            deltagande.kommun_kod = projekt.kommun_kod
            and deltagande.projekt_key = projekt.projekt_key
    left join fonder on {{ samma_deltagande('deltagande', 'fonder') }}
    left join mal on {{ samma_deltagande('deltagande', 'mal') }}
    left join {{ ref('roll') }} as roll on deltagande.roll = roll.roll
),

final as (
    select
        kommun_kod,
        deltagande_key as bi_key,
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
        redovisad,
        roll,
        cast(roll_namn as string) as roll_namn,
        cast(fonder as string) as fonder,
        cast(fondgrupper as string) as fondgrupper,
        cast(kf_mal as string) as kf_mal,
        belopp_sek,
        anpassat_sek,
        formedlat_sek,
        netto_sek,
        redovisat_sek,
        bokfort_sek,
        belopp_kalla,
        budget_sek,
        belopp_sek_grad,
        redovisat_sek_grad,
        bokfort_sek_grad,
        formedlat_sek_grad,
        netto_sek_grad,
        budget_sek_grad,
        ungefarligt,
        {{ bi_varningar() }} as varningar
    from keys
)

select * from final
