-- Vouchers that stand twice under one series, number and date, and which of them are alike.
create or replace temp table sie_block as
with
igen as (
    select
        nullif(serie, '') as serie,
        nummer,
        datum
    from sie_ver
    where nummer <> ''
    group by all
    having count(*) > 1
),

block as (
    select
        v.rad as ver,
        v.serie,
        v.nummer,
        v.datum,
        string_agg(
            concat_ws(
                '|', r.konto, coalesce(r.ansvar, ''), coalesce(r.projektkod, ''),
                coalesce(r.objekt, ''), r.belopp_text, r.datum, coalesce(r.text, '')
            ),
            chr(10) order by r.rad
        ) as innehall
    from sie_ver as v inner join sie_rad as r on v.rad = r.ver
    where (coalesce(v.serie, ''), v.nummer, v.datum) in (
        select (coalesce(i.serie, ''), i.nummer, i.datum) from igen as i
    )
    group by all
)

select
    ver,
    row_number() over (partition by serie, nummer, datum order by ver) as nummer,
    row_number() over (partition by serie, nummer, datum, innehall order by ver) > 1
        as ar_dubblett
from block
