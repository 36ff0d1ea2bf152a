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

rader as (
    select
        rad.*,
        {{ ersattning_nyckel('rad') }} as ersattning_nyckel
    from {{ ref('stg_ledger__rad') }} as rad
    inner join nya on rad.fil_sha256 = nya.fil_sha256
),

final as (
    select
        fil_sha256,
        ersattning_nyckel,
        min(serie) as serie,
        min(verifikation) as verifikation,
        min(ar) as ar,
        min(fil_rad) as forsta_rad,
        count(*) as antal_rader,
        -- Where its rows stand together, a row's place in it is its distance from the first.
        min(ersatter) = 'verifikation'
        and max(fil_rad) - min(fil_rad) + 1 = count(*)
        and min(blad) = max(blad) as samlad,
        cast(sum(belopp) as decimal(18, 2)) as skillnad_sek,
        -- Only a voucher that is in one foreign currency from end to end balances in it.
        cast(
            case
                when
                    count(distinct valuta) = 1
                    and sum(
                        case when valuta <> 'SEK' and belopp_valuta is not null then 1 else 0 end
                    ) = count(*)
                    then sum(belopp_valuta)
                else 0
            end as decimal(18, 2)
        ) as skillnad_valuta
    from rader
    group by fil_sha256, ersattning_nyckel
)

select * from final
