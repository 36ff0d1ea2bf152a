insert into raw.fynd by name
select
    {{ fil_sha256 }} as fil_sha256,
    f.blad,
    f.rad,
    f.kolumn,
    f.regel,
    r.allvar,
    f.varde,
    replace(
        replace(r.mall, '{varde}', coalesce(f.varde, '')), '{kolumn}', coalesce(f.kolumn, '')
    ) as meddelande,
    r.raknas_inte
from ledger_fynd as f inner join ledger_regler as r on f.regel = r.id
order by f.blad, f.rad nulls first, f.regel
