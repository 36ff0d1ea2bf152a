-- Postings on the grants' accounts whose text is a word for a total, and whether each is one: its
-- voucher goes even only without it, or it is what stands above it on its account.
with
rader as (
    select
        *,
        {{ of_grants }} and belopp <> 0 and {{ is_word }} as ar_ord,
        case when not ({{ is_word }}) then belopp else 0 end as riktigt
    from raw.ledger_rad
    where blad_nr = {{ blad_nr }} and utfall = 'laddad' and belopp is not null
),

verifikat as (
    select
        rakenskapsar,
        serie,
        verifikation,
        sum(belopp) as summa,
        sum(riktigt) as utan,
        bool_and(ar_ord) as bara_ord
    from rader
    group by all
),

filen as (
    select
        count(*) filter (where summa = 0)
        > count(*) filter (where summa <> 0 and not bara_ord) as ar_jamn
    from verifikat
),

-- What stands above a row on its account: in all, for its project, and since the last such row.
delar as (
    select
        *,
        sum(case when ar_ord then 1 else 0 end) over (partition by konto order by rad) as del,
        sum(case when ar_ord then 1 else 0 end) over (
            partition by konto, projektkod order by rad
        ) as projektets_del
    from rader
    where {{ of_grants }}
),

delsummor as (
    select
        *,
        sum(riktigt) over (partition by konto, del order by rad) as del_summa,
        sum(riktigt) over (
            partition by konto, projektkod, projektets_del order by rad
        ) as projekt_summa
    from delar
),

ovanfor as (
    select
        *,
        sum(riktigt) over (partition by konto order by rad) as kontots,
        sum(riktigt) over (partition by konto, projektkod order by rad) as projektets,
        sum(riktigt) over (order by rad) as alla,
        lag(del_summa) over (partition by konto order by rad) as delens,
        lag(projekt_summa) over (partition by konto, projektkod order by rad) as projektets_dels
    from delsummor
)

select
    o.rad,
    o.text,
    o.belopp,
    (v.summa <> 0 and ((v.utan = 0 and not v.bara_ord) or filen.ar_jamn))
    or abs(o.belopp) in (
        abs(o.kontots), abs(o.projektets), abs(o.alla), abs(o.delens), abs(o.projektets_dels)
    ) as ar_summa
from ovanfor as o
inner join verifikat as v
    on
        o.rakenskapsar = v.rakenskapsar
        and o.serie is not distinct from v.serie
        and o.verifikation is not distinct from v.verifikation
cross join filen
where o.ar_ord
