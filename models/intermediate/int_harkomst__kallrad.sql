-- Where each row that counts stands (file, sheet and row), what it counts in, and what its cells
-- say.
with

filer as (

    select * from {{ ref('stg_raw__fil') }}

),

ledgerrader as (

    select * from {{ ref('stg_ledger__rad') }}

),

kurser as (

    select
        upper(valuta) as valuta,
        ar,
        sek_per_enhet
    from {{ ref('valutakurs') }}

),

inlamnade as (

    select
        rader.kallrad_id,
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        'submission' as typ,
        rader.ar,
        rader.namnd_kod,
        rader.projekt_kod,
        rader.fond_kod,
        rader.roll,
        ord.projekt_text,
        ord.namnd_text,
        ord.fond_text,
        ord.roll_text,
        ord.utbetalt_text as belopp_text,
        ord.utbetalt as belopp_original,
        ord.utbetalt_valuta as valuta,
        case when ord.utbetalt_valuta <> 'SEK' then kurser.sek_per_enhet end as kurs,
        rader.redovisat_sek as belopp_sek,
        ord.innehall_hash
    from {{ ref('int_deltagande__rad') }} as rader
    inner join {{ ref('stg_submission__ordalydelse') }} as ord
        on rader.kallrad_id = ord.kallrad_id
    left join kurser
        on
            ord.utbetalt_valuta = kurser.valuta
            and rader.ar = kurser.ar

),

bokforda as (

    select
        utbetalningar.kallrad_id,
        utbetalningar.fil_sha256,
        ledgerrader.blad,
        ledgerrader.fil_rad as rad,
        'ledger' as typ,
        utbetalningar.ar,
        utbetalningar.namnd_kod,
        utbetalningar.projekt_kod,
        cast(null as string) as fond_kod,
        cast(null as string) as roll,
        ord.projektkod_text as projekt_text,
        ord.ansvar_text as namnd_text,
        cast(null as string) as fond_text,
        cast(null as string) as roll_text,
        cast(null as string) as belopp_text,
        coalesce(ord.belopp, ledgerrader.belopp_valuta) as belopp_original,
        case when ord.belopp is null then utbetalningar.valuta else 'SEK' end as valuta,
        case
            when ord.belopp is null and utbetalningar.valuta <> 'SEK' then kurser.sek_per_enhet
        end as kurs,
        utbetalningar.belopp_sek,
        ord.innehall_hash
    from {{ ref('int_ledger__utbetalning') }} as utbetalningar
    inner join ledgerrader on utbetalningar.kallrad_id = ledgerrader.kallrad_id
    inner join {{ ref('stg_ledger__ordalydelse') }} as ord
        on utbetalningar.kallrad_id = ord.kallrad_id
    left join kurser
        on
            utbetalningar.valuta = kurser.valuta
            and utbetalningar.ar = kurser.ar

),

rader as (

    select * from inlamnade
    union all
    select * from bokforda

)

select
    rader.*,
    filer.fil,
    filer.inlast_tid
from rader
inner join filer on rader.fil_sha256 = filer.fil_sha256
