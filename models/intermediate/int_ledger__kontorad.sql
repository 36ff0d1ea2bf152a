-- Rows on the accounts of EU grants, of every file, current or not, with their place in the
-- voucher; and what a grant's own voucher books as owed to partners, which is a part of the grant.
-- Kept between runs as int_ledger__verifikat is: which accounts are EU grants is decided
-- in a seed, and another seed makes everything anew. The accounts are few, so they come first: what
-- is dear to make is made of their rows only.
{{ config(materialized=bevarad(), incremental_strategy='append', on_schema_change='fail') }}
with nya as (
    {{ nya_blad(this if is_incremental() else none) }}
),

grupperade as (
    select
        rad.*,
        konton.konto_rent,
        konton.tecken,
        konton.ar_eu_bidrag
    from {{ ref('stg_ledger__rad') }} as rad
    inner join nya on rad.kommun_kod = nya.kommun_kod and rad.blad_nr = nya.blad_nr
    inner join {{ ref('int_ledger__konto') }} as konton
        on
            rad.kommun_kod = konton.kommun_kod
            and rad.konto = konton.konto
            and (konton.ar_eu_bidrag or konton.formedling = 'skuld')
),

-- A voucher that takes a grant back takes back what was owed of it too.
med_bidrag as (
    select
        kommun_kod,
        blad_nr,
        serie,
        verifikation,
        datum,
        {{ kodnyckel('projektkod_text') }} as kod,
        sign(sum(coalesce(belopp, belopp_valuta) * tecken)) as riktning
    from grupperade
    where ar_eu_bidrag and {{ putsad('projektkod_text') }} <> ''
    group by kommun_kod, blad_nr, serie, verifikation, datum, kod
),

bidrag as (
    select grupperade.*
    from grupperade
    where grupperade.ar_eu_bidrag
    union all
    select grupperade.*
    from grupperade
    inner join med_bidrag
        on
            grupperade.kommun_kod = med_bidrag.kommun_kod
            and grupperade.blad_nr = med_bidrag.blad_nr
            and grupperade.serie = med_bidrag.serie
            and grupperade.verifikation = med_bidrag.verifikation
            and grupperade.datum = med_bidrag.datum
            and {{ kodnyckel('grupperade.projektkod_text') }} = med_bidrag.kod
    where
        not grupperade.ar_eu_bidrag
        and coalesce(grupperade.belopp, grupperade.belopp_valuta)
        * grupperade.tecken
        * med_bidrag.riktning
        > 0
),

nycklade as (
    select
        bidrag.*,
        {{ ersattning_nyckel('bidrag') }} as ersattning_nyckel,
        -- A month has no voucher whose day could matter.
        case when {{ har_verifikat('bidrag') }} then bidrag.datum end as dag
    from bidrag
),

verifikat as (
    select alla.*
    from {{ ref('int_ledger__verifikat') }} as alla
    where
        (alla.kommun_kod, alla.fil_sha256) in (
            select
                nya.kommun_kod,
                nya.fil_sha256
            from nya
        )
),

placerade as (
    select
        nycklade.*,
        verifikat.forsta_rad,
        verifikat.samlad
    from nycklade
    inner join verifikat
        on {{ samma_verifikat('nycklade', 'verifikat') }}
),

-- Vouchers whose rows stand apart are few: only they are numbered row by row.
spridda as (
    select distinct
        kommun_kod,
        blad_nr,
        rakenskapsar,
        serie,
        coalesce(verifikation, '') as verifikation,
        dag
    from placerade
    where not samlad
),

-- Their numbers alone first: nearly no row has one of them, and the whole key is dear to compare.
kanske_spridda as (
    select
        rad.*,
        case when {{ har_verifikat('rad') }} then rad.datum end as dag
    from {{ ref('stg_ledger__rad') }} as rad
    inner join nya on rad.kommun_kod = nya.kommun_kod and rad.blad_nr = nya.blad_nr
    where
        (rad.kommun_kod, coalesce(rad.verifikation, '')) in (
            select
                spridda.kommun_kod,
                spridda.verifikation
            from spridda
        )
),

numrerade as (
    select
        rad.kommun_kod,
        rad.blad_nr,
        rad.fil_rad,
        row_number() over (
            partition by
                rad.kommun_kod, rad.blad_nr, rad.rakenskapsar, rad.serie,
                coalesce(rad.verifikation, ''), rad.dag
            order by rad.fil_rad
        ) as nummer
    from kanske_spridda as rad
    inner join spridda
        on
            rad.kommun_kod = spridda.kommun_kod
            and rad.blad_nr = spridda.blad_nr
            and rad.rakenskapsar = spridda.rakenskapsar
            and rad.serie = spridda.serie
            and coalesce(rad.verifikation, '') = spridda.verifikation
            and rad.dag is not distinct from spridda.dag
),

final as (
    select
        placerade.kommun_kod,
        {{ kallrad_id('placerade.fil_sha256', 'placerade.blad', 'placerade.fil_rad') }}
            as kallrad_id,
        placerade.fil_sha256,
        placerade.blad,
        placerade.fil_rad,
        placerade.ersattning_nyckel,
        placerade.innehall_nummer,
        placerade.datum,
        placerade.ar,
        placerade.rakenskapsar,
        placerade.serie,
        placerade.verifikation,
        cast(
            coalesce(
                placerade.verifikat_rad,
                numrerade.nummer,
                placerade.fil_rad - placerade.forsta_rad + 1
            ) as integer
        ) as rad,
        placerade.konto_rent as konto,
        placerade.tecken,
        placerade.ar_eu_bidrag,
        placerade.ansvar_text,
        placerade.projektkod_text,
        placerade.belopp,
        placerade.valuta,
        placerade.belopp_valuta,
        {{ radlikhet('placerade') }} as likhet
    from placerade
    left join numrerade
        on
            placerade.kommun_kod = numrerade.kommun_kod
            and placerade.blad_nr = numrerade.blad_nr
            and placerade.fil_rad = numrerade.fil_rad
)

select * from final
