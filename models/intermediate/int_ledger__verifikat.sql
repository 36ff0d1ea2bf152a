-- What each sheet says of each voucher (or month, in ledgers without voucher numbers). Kept between
-- runs, because it is a function of the file alone: only new files are read. What is kept of a file
-- goes when the file does, and when it is read anew (fondbok.warehouse.load).
{{ config(materialized=bevarad(), incremental_strategy='append', on_schema_change='fail') }}
{% set matt -%}
        min(rad.ar) as ar,
        min(rad.fil_rad) as forsta_rad,
        max(rad.fil_rad) as sista_rad,
        count(*) as antal_rader,
        sum(rad.belopp) as skillnad_sek
{%- endset %}
with nya as (
    {{ nya_blad(this if is_incremental() else none) }}
),

nya_rader as {{ cte('not materialized') }} (
    select rad.*
    from {{ ref('stg_ledger__rad') }} as rad
    inner join nya on rad.kommun_kod = nya.kommun_kod and rad.blad_nr = nya.blad_nr
),

-- Nearly all rows have a voucher: its year, series, number and date are cheaper to group by than
-- the key they make.
med_nummer as (
    select
        rad.kommun_kod,
        rad.blad_nr,
        {{ verifikat_nyckel('rad') }} as ersattning_nyckel,
        rad.rakenskapsar,
        rad.serie,
        try_cast(rad.verifikation as bigint) as nummer,
        rad.datum,
        {{ matt }}
    from nya_rader as rad
    where {{ har_verifikat('rad') }}
    group by rad.kommun_kod, rad.blad_nr, rad.rakenskapsar, rad.serie, rad.verifikation, rad.datum
),

utan_nummer as (
    select
        rad.kommun_kod,
        rad.blad_nr,
        {{ ersattning_nyckel('rad') }} as ersattning_nyckel,
        cast(null as integer) as rakenskapsar,
        cast(null as string) as serie,
        cast(null as bigint) as nummer,
        cast(null as date) as datum,
        {{ matt }}
    from nya_rader as rad
    where not ({{ har_verifikat('rad') }})
    group by rad.kommun_kod, rad.blad_nr, {{ ersattning_nyckel('rad') }}
),

enheter as (
    select * from med_nummer
    union all
    select * from utan_nummer
),

-- Only a voucher that is in one foreign currency from end to end balances in it. Few rows have one.
i_valuta as (
    select
        rad.kommun_kod,
        rad.blad_nr,
        {{ ersattning_nyckel('rad') }} as ersattning_nyckel,
        count(rad.belopp_valuta) as antal_rader,
        sum(rad.belopp_valuta) as skillnad_valuta
    from nya_rader as rad
    where rad.valuta is not null
    group by rad.kommun_kod, rad.blad_nr, {{ ersattning_nyckel('rad') }}
    having min(rad.valuta) = max(rad.valuta) and min(rad.valuta) <> 'SEK'
),

final as (
    select
        enheter.kommun_kod,
        nya.fil_sha256,
        nya.blad,
        enheter.ersattning_nyckel,
        enheter.rakenskapsar,
        enheter.serie,
        enheter.nummer,
        enheter.datum,
        enheter.ar,
        enheter.forsta_rad,
        enheter.antal_rader,
        -- Where its rows stand together, a row's place in it is its distance from the first.
        enheter.serie is not null
        and enheter.sista_rad - enheter.forsta_rad + 1 = enheter.antal_rader as samlad,
        cast(enheter.skillnad_sek as decimal(18, 2)) as skillnad_sek,
        cast(coalesce(i_valuta.skillnad_valuta, 0) as decimal(18, 2)) as skillnad_valuta
    from enheter
    inner join nya on enheter.kommun_kod = nya.kommun_kod and enheter.blad_nr = nya.blad_nr
    left join i_valuta
        on
            enheter.kommun_kod = i_valuta.kommun_kod
            and enheter.blad_nr = i_valuta.blad_nr
            and enheter.ersattning_nyckel = i_valuta.ersattning_nyckel
            and enheter.antal_rader = i_valuta.antal_rader
)

select * from final
-- In order, whichever thread was first: what is stored in order is not put together once more.
order by fil_sha256, blad, forsta_rad
