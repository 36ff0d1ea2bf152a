-- Which project a booked row belongs to. The closest answer decides, and only if it is one answer:
-- two answers are no answer. What disagrees with it is said (int_fynd__projektkod).
with entydiga as (
    select
        kodsvar.kommun_kod,
        kodsvar.projektkod,
        kodsvar.ar,
        kodsvar.namnd_kod,
        min(kodsvar.projekt_kod) as projekt_kod
    from {{ ref('int_ledger__kodsvar') }} as kodsvar
    where kodsvar.avstand = kodsvar.minsta_avstand
    group by kodsvar.kommun_kod, kodsvar.projektkod, kodsvar.ar, kodsvar.namnd_kod
    having count(distinct kodsvar.projekt_kod) = 1
),

final as (
    select
        rader.kommun_kod,
        rader.kallrad_id,
        rader.fil_sha256,
        rader.datum,
        rader.ar,
        rader.serie,
        rader.verifikation,
        rader.rad,
        rader.konto,
        not rader.ar_eu_bidrag as ar_formedlad,
        rader.ansvar,
        rader.projektkod,
        coalesce(entydiga.projekt_kod, {{ okand('projekt') }}) as projekt_kod,
        rader.namnd_kod,
        rader.belopp_sek,
        rader.valuta,
        rader.belopp_valuta
    from {{ ref('int_ledger__bidragsrad') }} as rader
    left join entydiga
        on
            rader.kommun_kod = entydiga.kommun_kod
            and rader.projektkod = entydiga.projektkod
            and rader.ar = entydiga.ar
            and rader.namnd_kod = entydiga.namnd_kod
)

select * from final
