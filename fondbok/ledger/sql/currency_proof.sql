-- Vouchers with rows in kronor and rows in a currency: how many go even, and how many do not.
select
    count(*) filter (where summa = 0) as jamna,
    count(*) filter (where summa <> 0) as ojamna
from (
    select sum(belopp) as summa
    from ledger_prov
    group by ar, serie, nummer
    having sum(belopp) filter (where annan) <> 0 and sum(belopp) filter (where not annan) <> 0
) as verifikat
