create or replace temp table sie_ver as
select
    rad,
    serie,
    nummer,
    cast(try_strptime(datum, '%Y%m%d') as date) as datum,
    text,
    datum as datum_text
from sie_ver_line
where datum <> ''
union all
select
    rad,
    serie,
    nummer,
    datum,
    text,
    null as datum_text
from sie_irregular
