insert into raw.avvisad_rad by name
select
    {{ fil_sha256 }} as fil_sha256,
    f.blad,
    f.rad,
    f.kolumn,
    f.varde,
    f.regel,
    replace(
        replace(r.mall, '{varde}', coalesce(f.varde, '')), '{kolumn}', coalesce(f.kolumn, '')
    ) as meddelande,
    {{ personal.masked("f.innehall") }} as radinnehall
from ledger_avvisad as f inner join ledger_regler as r on f.regel = r.id
order by f.blad, f.rad
