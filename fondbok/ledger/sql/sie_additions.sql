-- Each #RTRANS whose #TRANS follows: account, objects and amount agree.
create or replace temp table sie_block as
select rad
from (
    select
        rad,
        slag,
        row_number() over (
            partition by ver, slag, konto, ansvar, projektkod, objekt, belopp order by rad
        ) as nummer,
        count(*) filter (where slag = 'T') over (
            partition by ver, konto, ansvar, projektkod, objekt, belopp
        ) as antal
    from sie_rad
    where coalesce(ver, 0) in (
        select coalesce(tillagd.ver, 0)
        from sie_rad as tillagd
        where tillagd.slag = 'R'
    )
) as numrerad
where slag = 'R' and nummer <= antal
