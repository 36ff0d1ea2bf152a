-- Where each row that counts stands: file, sheet and row.
with

filer as (

    select * from {{ ref('stg_raw__fil') }}

),

ledgerrader as (

    select * from {{ ref('stg_ledger__rad') }}

),

rader as (

    select
        kallrad_id,
        fil_sha256,
        blad,
        rad
    from {{ ref('int_deltagande__rad') }}
    union all
    select
        ledgerrader.kallrad_id,
        ledgerrader.fil_sha256,
        ledgerrader.blad,
        ledgerrader.fil_rad as rad
    from ledgerrader
    inner join {{ ref('int_ledger__utbetalning') }} as utbetalningar
        on ledgerrader.kallrad_id = utbetalningar.kallrad_id

)

select
    rader.kallrad_id,
    filer.fil,
    rader.fil_sha256,
    rader.blad,
    rader.rad,
    filer.inlast_tid
from rader
inner join filer on rader.fil_sha256 = filer.fil_sha256
