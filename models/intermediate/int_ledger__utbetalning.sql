-- Which project a booked row belongs to, where its code has one answer.
with rader as (
    select
        *,
        upper(projektkod) as kod
    from {{ ref('int_ledger__bidragsrad') }}
),

entydiga as (
    select
        kod,
        ar,
        namnd_kod,
        projekt_kod
    from {{ ref('int_projekt__ekonomikod') }}
    where antal_projekt = 1
),

final as (
    select
        rader.kallrad_id,
        rader.datum,
        rader.ar,
        rader.serie,
        rader.verifikation,
        rader.rad,
        rader.konto,
        rader.ansvar,
        rader.projektkod,
        coalesce(entydiga.projekt_kod, {{ okand('projekt') }}) as projekt_kod,
        rader.namnd_kod,
        rader.belopp_sek,
        rader.valuta,
        rader.belopp_valuta
    from rader
    left join entydiga
        on
            rader.kod = entydiga.kod
            and rader.ar = entydiga.ar
            and rader.namnd_kod = entydiga.namnd_kod
)

select * from final
