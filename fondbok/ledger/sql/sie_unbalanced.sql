-- Most files are even: nothing is then joined.
select
    v.rad,
    trim(concat_ws(' ', v.serie, v.nummer)) || ': ' || r.summa as varde
from (
    select
        ver,
        sum(belopp) as summa
    from sie_rad
    group by ver
    having sum(belopp) <> 0
) as r
inner join sie_ver as v on r.ver = v.rad
