-- Current ledger rows on the accounts of EU grants, income positive, with the nämnd they belong to.
-- Which vouchers do not count is decided in int_ledger__ersatt. What a row says in words, and where
-- it stands, int_ledger__kontorad keeps.
with gallande as (
    select
        rad.*,
        nullif(trim(rad.ansvar_text), '') as ansvar,
        nullif(trim(rad.projektkod_text), '') as projektkod
    from {{ ref('int_ledger__kontorad') }} as rad
    left join {{ ref('int_ledger__ersatt') }} as ersatt
        on
            rad.fil_sha256 = ersatt.fil_sha256
            and rad.blad = ersatt.blad
            and rad.ersattning_nyckel = ersatt.ersattning_nyckel
    where ersatt.fil_sha256 is null
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

-- A year without a rate leaves the amount unknown. Such rows are held when they are read; the test
-- valutakurs_finns guards it.
final as (
    select
        gallande.kallrad_id,
        gallande.fil_sha256,
        gallande.datum,
        gallande.ar,
        gallande.serie,
        gallande.verifikation,
        gallande.rad,
        gallande.konto,
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
    left join ansvar
        on gallande.ansvar = ansvar.ansvar and gallande.ar = ansvar.ar and ansvar.plats = 1
    left join kurs on gallande.valuta = kurs.valuta and gallande.ar = kurs.ar
)

select * from final
