select
    v.rad,
    trim(concat_ws(' ', v.serie, v.nummer)) || ': ' || sum(r.belopp) as varde
from sie_ver as v inner join sie_rad as r on v.rad = r.ver
group by v.rad, v.serie, v.nummer
having sum(r.belopp) <> 0
