-- Current ledger rows on the accounts of EU grants, income positive, with the nämnd they belong to.
with gallande as (
    select rad.*
    from {{ ref('stg_ledger__rad') }} as rad
    inner join {{ ref('int_ledger__enhet') }} as enhet
        on
            rad.ersattning_nyckel = enhet.ersattning_nyckel
            and rad.fil_ordning = enhet.fil_ordning
),

-- Where ranges of accounts overlap the narrower one decides.
konton as (
    select
        gallande.konto,
        intervall.ar_eu_bidrag,
        intervall.tecken,
        row_number() over (
            partition by gallande.konto order by intervall.konto_fran desc, intervall.konto_till asc
        ) as plats
    from (select distinct konto from gallande) as gallande
    inner join {{ ref('konto') }} as intervall
        on gallande.konto between intervall.konto_fran and intervall.konto_till
),

-- A unit belongs to the nämnd it had in the year: nämnder are split and merged.
ansvar as (
    select
        gallande.ansvar,
        gallande.ar,
        nyckel.namnd_kod,
        row_number() over (
            partition by gallande.ansvar, gallande.ar
            order by length(nyckel.prefix) desc, coalesce(nyckel.fran_ar, 0) desc, nyckel.namnd_kod
        ) as plats
    from (
        select distinct
            ansvar,
            ar
        from gallande
    ) as gallande
    inner join {{ ref('ansvar') }} as nyckel
        on
            substr(gallande.ansvar, 1, length(nyckel.prefix)) = nyckel.prefix
            and gallande.ar between coalesce(nyckel.fran_ar, 0) and coalesce(nyckel.till_ar, 9999)
),

kurs as (
    select
        upper(valuta) as valuta,
        ar,
        sek_per_enhet
    from {{ ref('valutakurs') }}
),

-- What was booked in kronor counts; only where that is not said does the year's rate decide. A year
-- without a rate leaves the amount unknown, and the test valutakurs_finns stops publishing.
final as (
    select
        gallande.kallrad_id,
        gallande.fil_sha256,
        gallande.blad,
        gallande.fil_rad,
        gallande.datum,
        gallande.ar,
        gallande.serie,
        gallande.verifikation,
        gallande.verifikat_rad as rad,
        gallande.konto,
        gallande.ansvar,
        gallande.projektkod,
        gallande.text,
        coalesce(ansvar.namnd_kod, {{ okand('namnd') }}) as namnd_kod,
        cast(
            coalesce(
                gallande.belopp,
                {{ i_sek('gallande.belopp_valuta', 'gallande.valuta', 'kurs.sek_per_enhet') }}
            ) * konton.tecken as decimal(18, 2)
        ) as belopp_sek,
        coalesce(gallande.valuta, 'SEK') as valuta,
        cast(
            case
                when coalesce(gallande.valuta, 'SEK') = 'SEK'
                    then coalesce(gallande.belopp, gallande.belopp_valuta)
                else gallande.belopp_valuta
            end * konton.tecken as decimal(18, 2)
        ) as belopp_valuta
    from gallande
    inner join konton
        on gallande.konto = konton.konto and konton.plats = 1 and konton.ar_eu_bidrag
    left join ansvar
        on gallande.ansvar = ansvar.ansvar and gallande.ar = ansvar.ar and ansvar.plats = 1
    left join kurs on gallande.valuta = kurs.valuta and gallande.ar = kurs.ar
)

select * from final
