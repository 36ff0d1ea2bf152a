-- What each file says of each voucher (or month, in ledgers without voucher numbers). Kept between
-- runs, because it is a function of the file alone: only new files are read. What is kept of a file
-- goes when the file does, and when it is read anew (fondbok.warehouse.load).
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail'
) }}
with nya as (
    select
        blad.blad_nr,
        blad.fil_sha256,
        min(blad.blad_nr) over (partition by blad.fil_sha256) as fil_nr
    from {{ ref('stg_ledger__blad') }} as blad
    {% if is_incremental() %}
    where blad.fil_sha256 not in (select distinct kand.fil_sha256 from {{ this }} as kand)
    {% endif %}
),

valutor as (
    select
        valuta,
        row_number() over (order by valuta) as valuta_nr
    from (
        select distinct rad.valuta
        from {{ ref('stg_ledger__rad') }} as rad
        inner join nya on rad.blad_nr = nya.blad_nr
        where rad.valuta is not null
    ) as funna
),

-- What is cheap to compare: numbers for file and currency, and a voucher's year, series and number
-- instead of the key they make. Nearly all rows have those; annan_nyckel is the key of the others.
rader as (
    select
        nya.fil_nr,
        rad.blad_nr,
        rad.fil_rad,
        rad.ar,
        rad.belopp,
        rad.valuta,
        valutor.valuta_nr,
        rad.belopp_valuta,
        case when {{ har_verifikat('rad') }} then rad.rakenskapsar end as rakenskapsar,
        case when {{ har_verifikat('rad') }} then rad.serie end as serie,
        case when {{ har_verifikat('rad') }} then rad.verifikation end as verifikation,
        case when not ({{ har_verifikat('rad') }}) then {{ ersattning_nyckel('rad') }} end
            as annan_nyckel
    from {{ ref('stg_ledger__rad') }} as rad
    inner join nya on rad.blad_nr = nya.blad_nr
    left join valutor on rad.valuta = valutor.valuta
),

enheter as (
    select
        fil_nr,
        rakenskapsar,
        serie,
        verifikation,
        annan_nyckel,
        min(ar) as ar,
        min(blad_nr) = max(blad_nr) as ett_blad,
        min(fil_rad) as forsta_rad,
        max(fil_rad) as sista_rad,
        count(*) as antal_rader,
        sum(belopp) as skillnad_sek,
        min(valuta_nr) = max(valuta_nr) as en_valuta,
        sum(belopp_valuta) as skillnad_valuta,
        count(case when valuta <> 'SEK' then belopp_valuta end) as antal_i_valuta
    from rader
    group by fil_nr, rakenskapsar, serie, verifikation, annan_nyckel
),

final as (
    select
        nya.fil_sha256,
        coalesce(enheter.annan_nyckel, {{ verifikat_nyckel('enheter') }}) as ersattning_nyckel,
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
                    enheter.en_valuta and enheter.antal_i_valuta = enheter.antal_rader
                    then enheter.skillnad_valuta
                else 0
            end as decimal(18, 2)
        ) as skillnad_valuta
    from enheter
    -- A file goes by the number of its first sheet.
    inner join nya on enheter.fil_nr = nya.blad_nr
)

select * from final
