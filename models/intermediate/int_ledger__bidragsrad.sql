-- Current ledger rows on the accounts of EU grants, income positive, with the nämnd they belong to.
-- Which vouchers do not count is decided in int_ledger__ersatt. What a row says in words, and where
-- it stands, int_ledger__kontorad keeps.
with gallande as (
    select
        rad.*,
        nullif({{ putsad('rad.ansvar_text') }}, '') as ansvar,
        nullif({{ putsad('rad.projektkod_text') }}, '') as projektkod
    from {{ ref('int_ledger__kontorad') }} as rad
    left join {{ ref('int_ledger__ersatt') }} as ersatt
        on {{ samma_verifikat('rad', 'ersatt') }}
    where ersatt.fil_sha256 is null
),

kurs as (
    {{ kurser() }}
),

-- A year without a rate leaves the amount unknown. Such rows are held when they are read; the test
-- valutakurs_finns guards it.
final as (
    select
        gallande.kommun_kod,
        gallande.kallrad_id,
        gallande.fil_sha256,
        gallande.datum,
        gallande.ar,
        gallande.serie,
        gallande.verifikation,
        gallande.rad,
        gallande.konto,
        gallande.ar_eu_bidrag,
        gallande.ansvar,
        gallande.projektkod,
        coalesce(ansvar.namnd_kod, {{ okand('namnd') }}) as namnd_kod,
        {{ bidrag_sek('gallande', 'kurs') }} as belopp_sek,
        coalesce(gallande.valuta, 'SEK') as valuta,
        cast(
            case
                when coalesce(gallande.valuta, 'SEK') = 'SEK'
                    then coalesce(gallande.belopp, gallande.belopp_valuta)
                else gallande.belopp_valuta
            end * gallande.tecken as decimal(18, 2)
        ) as belopp_valuta
    from gallande
    left join {{ ref('int_ledger__ansvar') }} as ansvar
        on
            gallande.kommun_kod = ansvar.kommun_kod
            and gallande.ansvar = ansvar.ansvar
            and gallande.ar = ansvar.ar
    left join kurs on gallande.valuta = kurs.valuta and gallande.ar = kurs.ar
)

select * from final
