-- The last total of the file, where none of its totals is the sum of its rows; totals of a part and
-- balances need not be.
with
kalla as (
    select *
    from raw.ledger_rad
    where blad_nr = {{ blad_nr }}
),

rader as (
    select sum(belopp) as summa
    from kalla
    where utfall in ('laddad', 'dubblett')
),

totaler as (
    select
        rad,
        belopp
    from kalla
    where
        utfall = 'total'
        and belopp is not null
        and datum is null
        and not regexp_matches(
            concat_ws(' ', serie, verifikation, konto, ansvar, projektkod, text), {{ of_part }}
        )
)

select
    max(totaler.rad) as rad,
    arg_max(totaler.belopp, totaler.rad) as belopp
from totaler cross join rader
having bool_and(totaler.belopp <> rader.summa)
