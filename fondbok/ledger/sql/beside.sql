-- The rows of a sheet with an amount beside debit and credit: what counts, what stands beside it,
-- and whether they differ by a krona or more when it is signed as debit, as credit, not at all, or
-- as most of the row's group of accounts.
create or replace temp table ledger_bredvid as
with
rader as (
    select
        r.rad,
        left(r.konto, 2) as grupp,
        coalesce(r.belopp, r.belopp_valuta) as raknat,
        c.star
    from raw.ledger_rad as r
    inner join ledger_celler as c on r.rad = c.rad
    where r.blad_nr = {{ blad_nr }} and r.utfall = 'laddad'
),

skilda as (
    select
        *,
        abs(star - raknat) >= 1 as ej_debet,
        abs(star + raknat) >= 1 as ej_kredit,
        abs(star - abs(raknat)) >= 1 as ej_utan
    from rader
    where raknat is not null
),

grupper as (
    select
        grupp,
        count(*) filter (where ej_debet) > count(*) filter (where ej_kredit) as ar_kredit
    from skilda
    group by grupp
)

select
    s.rad,
    s.raknat,
    s.star,
    s.ej_debet,
    s.ej_kredit,
    s.ej_utan,
    case when g.ar_kredit then s.ej_kredit else s.ej_debet end as ej_grupp
from skilda as s
inner join grupper as g on s.grupp = g.grupp
