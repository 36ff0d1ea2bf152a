-- One row per source row behind a published amount, participation, indicator, event, network or
-- partner.
select
    kallrad_id,
    fil,
    fil_sha256,
    blad,
    cast(rad as bigint) as rad,
    inlast_tid,
    typ,
    cast(ar as integer) as ar,
    namnd_kod,
    projekt_kod,
    fond_kod,
    roll,
    projekt_text,
    namnd_text,
    fond_text,
    roll_text,
    cast(konto_namn as string) as konto_namn,
    cast(ansvar_namn as string) as ansvar_namn,
    cast(projektkod_namn as string) as projektkod_namn,
    belopp_text,
    cast(belopp_original as decimal(18, 2)) as belopp_original,
    valuta,
    cast(kurs as decimal(18, 6)) as kurs,
    cast(belopp_sek as decimal(18, 2)) as belopp_sek,
    innehall_hash
from {{ ref('int_harkomst__kallrad') }}
