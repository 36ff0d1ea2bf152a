-- A municipality's money and projects of a year per fund. Funds are national.
insert into jamforelse.kommun_fond
with pengar as (
    select
        kommun_kod,
        ar,
        fond_kod,
        any_value(fond order by fond) as fond,
        any_value(fondgrupp order by fondgrupp) as fondgrupp,
        cast(sum(belopp_sek) as decimal(18, 2)) as belopp_sek,
        cast(sum(anpassat_sek) as decimal(18, 2)) as anpassat_sek,
        count(distinct projekt_kod) filter (where projekt_raknas) as antal_projekt_olika
    from mart.bi_pengar
    group by kommun_kod, ar, fond_kod
)

select
    pengar.kommun_kod,
    kommun.kommun,
    pengar.ar,
    pengar.fond_kod,
    pengar.fond,
    pengar.fondgrupp,
    pengar.belopp_sek,
    pengar.anpassat_sek,
    pengar.antal_projekt_olika,
    per_invanare(pengar.belopp_sek, invanare.invanare) as belopp_per_invanare_sek
from pengar
inner join jamforelse.kommun as kommun on pengar.kommun_kod = kommun.kommun_kod
left join invanare
    on pengar.kommun_kod = invanare.kommun_kod and pengar.ar = invanare.ar
order by pengar.kommun_kod, pengar.ar, pengar.fond_kod
