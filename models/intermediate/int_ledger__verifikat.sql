-- What each file says of each voucher (or month, in ledgers without voucher numbers). Kept between
-- runs, because it is a function of the file alone: only new files are read. What is kept of a file
-- goes when the file does, and when it is read anew (fondbok.warehouse.load).
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail'
) }}
with nya as (
    select fil_sha256
    from {{ ref('stg_raw__fil') }}
    where
        typ = 'ledger'
        {% if is_incremental() %}
        and fil_sha256 not in (select kand.fil_sha256 from {{ this }} as kand)
        {% endif %}
),

-- Year, series and number are cheaper to compare than the key they make, and nearly all rows have
-- them; annan_nyckel is the key of those that have not.
rader as (
    select
        rad.fil_sha256,
        rad.blad,
        rad.fil_rad,
        rad.ar,
        rad.belopp,
        rad.valuta,
        rad.belopp_valuta,
        case when {{ har_verifikat('rad') }} then rad.rakenskapsar end as rakenskapsar,
        case when {{ har_verifikat('rad') }} then rad.serie end as serie,
        case when {{ har_verifikat('rad') }} then rad.verifikation end as verifikation,
        case when not ({{ har_verifikat('rad') }}) then {{ ersattning_nyckel('rad') }} end
            as annan_nyckel
    from {{ ref('stg_ledger__rad') }} as rad
    inner join nya on rad.fil_sha256 = nya.fil_sha256
),

enheter as (
    select
        fil_sha256,
        rakenskapsar,
        serie,
        verifikation,
        annan_nyckel,
        min(ar) as ar,
        min(blad) = max(blad) as ett_blad,
        min(fil_rad) as forsta_rad,
        max(fil_rad) as sista_rad,
        count(*) as antal_rader,
        sum(belopp) as skillnad_sek,
        min(valuta) as forsta_valuta,
        max(valuta) as sista_valuta,
        sum(belopp_valuta) as skillnad_valuta,
        count(case when valuta <> 'SEK' then belopp_valuta end) as antal_i_valuta
    from rader
    group by fil_sha256, rakenskapsar, serie, verifikation, annan_nyckel
),

final as (
    select
        enheter.fil_sha256,
        coalesce(enheter.annan_nyckel, {{ verifikat_nyckel('enheter') }}) as ersattning_nyckel,
        enheter.serie,
        enheter.verifikation,
        enheter.ar,
        enheter.forsta_rad,
        enheter.antal_rader,
        -- Where its rows stand together, a row's place in it is its distance from the first.
        enheter.annan_nyckel is null
        and enheter.sista_rad - enheter.forsta_rad + 1 = enheter.antal_rader
        and enheter.ett_blad as samlad,
        cast(enheter.skillnad_sek as decimal(18, 2)) as skillnad_sek,
        -- Only a voucher that is in one foreign currency from end to end balances in it.
        cast(
            case
                when
                    enheter.forsta_valuta = enheter.sista_valuta
                    and enheter.antal_i_valuta = enheter.antal_rader
                    then enheter.skillnad_valuta
                else 0
            end as decimal(18, 2)
        ) as skillnad_valuta
    from enheter
)

select * from final
