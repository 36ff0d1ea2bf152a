-- Rows on the accounts of EU grants, of every file, current or not, with their place in the
-- voucher. Kept between runs as int_ledger__verifikat is: which accounts are EU grants is decided
-- in a seed, and another seed makes everything anew. The accounts are few, so they come first: what
-- is dear to make is made of their rows only.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail'
) }}
with nya as (
    select
        blad.blad_nr,
        blad.fil_sha256
    from {{ ref('stg_ledger__blad') }} as blad
    {% if is_incremental() %}
    where blad.fil_sha256 not in (select distinct kand.fil_sha256 from {{ this }} as kand)
    {% endif %}
),

anvanda as (
    select distinct rad.konto
    from {{ ref('stg_ledger__rad') }} as rad
    inner join nya on rad.blad_nr = nya.blad_nr
),

konton as (
    select
        anvanda.konto,
        intervall.ar_eu_bidrag,
        intervall.tecken,
        -- Where ranges of accounts overlap the narrower one decides.
        row_number() over (
            partition by anvanda.konto
            order by intervall.konto_fran desc, intervall.konto_till asc
        ) as plats
    from anvanda
    inner join {{ ref('konto') }} as intervall
        on trim(anvanda.konto) between intervall.konto_fran and intervall.konto_till
),

bidrag as (
    select
        rad.*,
        konton.tecken
    from {{ ref('stg_ledger__rad') }} as rad
    inner join nya on rad.blad_nr = nya.blad_nr
    inner join konton on rad.konto = konton.konto and konton.plats = 1 and konton.ar_eu_bidrag
),

nycklade as (
    select
        bidrag.*,
        {{ ersattning_nyckel('bidrag') }} as ersattning_nyckel
    from bidrag
),

verifikat as (
    select alla.*
    from {{ ref('int_ledger__verifikat') }} as alla
    where alla.fil_sha256 in (select nya.fil_sha256 from nya)
),

placerade as (
    select
        nycklade.*,
        verifikat.forsta_rad,
        verifikat.samlad
    from nycklade
    inner join verifikat
        on
            nycklade.ersattning_nyckel = verifikat.ersattning_nyckel
            and nycklade.fil_sha256 = verifikat.fil_sha256
),

-- Vouchers whose rows stand apart are few: only they are numbered row by row.
spridda as (
    select distinct
        fil_sha256,
        rakenskapsar,
        serie,
        coalesce(verifikation, '') as verifikation
    from placerade
    where not samlad
),

-- Their numbers alone first: nearly no row has one of them, and the whole key is dear to compare.
kanske_spridda as (
    select rad.*
    from {{ ref('stg_ledger__rad') }} as rad
    inner join nya on rad.blad_nr = nya.blad_nr
    where coalesce(rad.verifikation, '') in (select spridda.verifikation from spridda)
),

numrerade as (
    select
        rad.fil_sha256,
        rad.blad,
        rad.fil_rad,
        row_number() over (
            partition by
                rad.fil_sha256, rad.rakenskapsar, rad.serie, coalesce(rad.verifikation, '')
            order by rad.blad, rad.fil_rad
        ) as nummer
    from kanske_spridda as rad
    inner join spridda
        on
            rad.fil_sha256 = spridda.fil_sha256
            and rad.rakenskapsar = spridda.rakenskapsar
            and rad.serie = spridda.serie
            and coalesce(rad.verifikation, '') = spridda.verifikation
),

final as (
    select
        {{ kallrad_id('placerade.fil_sha256', 'placerade.blad', 'placerade.fil_rad') }}
            as kallrad_id,
        placerade.fil_sha256,
        placerade.blad,
        placerade.fil_rad,
        placerade.ersattning_nyckel,
        placerade.innehall_nummer,
        placerade.datum,
        placerade.ar,
        placerade.serie,
        placerade.verifikation,
        cast(
            coalesce(
                placerade.verifikat_rad,
                numrerade.nummer,
                placerade.fil_rad - placerade.forsta_rad + 1
            ) as integer
        ) as rad,
        trim(placerade.konto) as konto,
        placerade.tecken,
        placerade.ansvar_text,
        placerade.projektkod_text,
        placerade.belopp,
        placerade.valuta,
        placerade.belopp_valuta
    from placerade
    left join numrerade
        on
            placerade.fil_sha256 = numrerade.fil_sha256
            and placerade.blad = numrerade.blad
            and placerade.fil_rad = numrerade.fil_rad
)

select * from final
