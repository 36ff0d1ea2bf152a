select
    v.rad,
    v.datum
from sie_ver as v
where
    v.datum is not null
    and exists (select 1 from sie_ar)
    and not exists (
        select 1
        from sie_ar as a
        where v.datum between a.start_datum and a.slut_datum
    )
