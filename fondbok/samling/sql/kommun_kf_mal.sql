-- A municipality's money and projects of a year per goal. Goals are each municipality's own.
insert into jamforelse.kommun_kf_mal
with pengar as (
    select
        kommun_kod,
        ar,
        coalesce(malperiod, 'Okänd') as malperiod,
        coalesce(kf_mal_nummer, 0) as kf_mal_nummer,
        any_value(kf_mal order by kf_mal) as kf_mal,
        cast(sum(belopp_sek) as decimal(18, 2)) as belopp_sek,
        cast(sum(anpassat_sek) as decimal(18, 2)) as anpassat_sek,
        count(distinct projekt_kod) filter (where projekt_raknas) as antal_projekt_olika
    from mart.bi_pengar
    group by kommun_kod, ar, coalesce(malperiod, 'Okänd'), coalesce(kf_mal_nummer, 0)
)

select
    pengar.kommun_kod,
    kommun.kommun,
    pengar.ar,
    pengar.malperiod,
    pengar.kf_mal_nummer,
    pengar.kf_mal,
    pengar.belopp_sek,
    pengar.anpassat_sek,
    pengar.antal_projekt_olika,
    per_invanare(pengar.belopp_sek, invanare.invanare) as belopp_per_invanare_sek
from pengar
inner join jamforelse.kommun as kommun on pengar.kommun_kod = kommun.kommun_kod
left join invanare
    on pengar.kommun_kod = invanare.kommun_kod and pengar.ar = invanare.ar
order by pengar.kommun_kod, pengar.ar, pengar.malperiod, pengar.kf_mal_nummer
