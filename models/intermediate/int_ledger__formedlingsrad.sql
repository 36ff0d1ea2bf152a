-- Rows with a project code on the accounts where money passed on to partners is a cost, of every
-- file, current or not. Incremental by file, as int_ledger__kontorad is.
{{ config(materialized=bevarad(), incremental_strategy='append', on_schema_change='fail') }}
with nya as (
    {{ nya_blad(this if is_incremental() else none) }}
),

final as (
    select
        rad.kommun_kod,
        {{ kallrad_id('rad.fil_sha256', 'rad.blad', 'rad.fil_rad') }} as kallrad_id,
        rad.fil_sha256,
        rad.blad,
        rad.fil_rad,
        {{ ersattning_nyckel('rad') }} as ersattning_nyckel,
        rad.datum,
        rad.ar,
        konton.konto_rent as konto,
        konton.tecken,
        nullif({{ putsad('rad.ansvar_text') }}, '') as ansvar,
        {{ kodnyckel('rad.projektkod_text') }} as kod,
        rad.belopp,
        rad.valuta,
        rad.belopp_valuta
    from {{ ref('stg_ledger__rad') }} as rad
    inner join nya on rad.kommun_kod = nya.kommun_kod and rad.blad_nr = nya.blad_nr
    inner join {{ ref('int_ledger__konto') }} as konton
        on
            rad.kommun_kod = konton.kommun_kod
            and rad.konto = konton.konto
            and konton.formedling = 'kostnad'
    where {{ putsad('rad.projektkod_text') }} <> ''
)

select * from final
