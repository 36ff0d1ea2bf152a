-- What each voucher comes to. One of which a row was rejected is uneven for that reason, and one
-- with an amount in another currency alone cannot be summed.
select
    rakenskapsar,
    serie,
    verifikation,
    min(rad) as rad,
    sum(belopp) as summa,
    count(*) > 1 and bool_or(konto[1] in ('1', '2')) as tvasidig
from raw.ledger_rad
where
    blad_nr = {{ blad_nr }}
    and utfall in ('laddad', 'avvisad')
    and verifikation is not null
    and not starts_with(verifikation, '{{ voucher_numbers.MADE_NUMBER }}')
group by rakenskapsar, serie, verifikation
having bool_and(utfall = 'laddad' and belopp is not null)
