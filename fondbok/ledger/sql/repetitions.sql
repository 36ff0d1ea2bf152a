-- The rows of vouchers that hold a row twice: which of them it is, and what the voucher comes to
-- with it once and twice.
create or replace temp table ledger_lika as
with
rader as (
    select *
    from raw.ledger_rad
    where blad_nr = {{ blad_nr }} and utfall = 'laddad'
),

lika as (
    select innehall_hash
    from rader
    group by innehall_hash
    having count(*) > 1
),

verifikat as (
    select
        t.rad,
        t.innehall_hash in (select l.innehall_hash from lika as l) as ar_lika,
        row_number() over (partition by t.innehall_hash order by t.rad) as nummer,
        t.rakenskapsar,
        t.serie,
        t.verifikation,
        t.belopp
    from rader as t
    where
        (t.rakenskapsar, coalesce(t.serie, ''), coalesce(t.verifikation, '')) in (
            select (r.rakenskapsar, coalesce(r.serie, ''), coalesce(r.verifikation, ''))
            from rader as r
            where r.innehall_hash in (select l.innehall_hash from lika as l)
        )
),

summor as (
    select
        *,
        sum(belopp) over verifikatet as summa,
        sum(belopp) filter (where nummer = 1) over verifikatet as summa_en_gang
    from verifikat
    window verifikatet as (partition by rakenskapsar, serie, verifikation)
)

select
    rad,
    nummer,
    summa,
    summa_en_gang
from summor
where ar_lika
