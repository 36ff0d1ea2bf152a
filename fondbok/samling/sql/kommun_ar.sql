-- A municipality's year, as its own summary has it.
insert into jamforelse.kommun_ar
select
    arsvis.kommun_kod,
    kommun.kommun,
    arsvis.ar,
    arsvis.belopp_sek,
    arsvis.anpassat_sek,
    arsvis.antal_projekt_olika,
    invanare.invanare,
    per_invanare(arsvis.belopp_sek, invanare.invanare) as belopp_per_invanare_sek,
    arsvis.varningar
from mart.rpt_sammanfattning as arsvis
inner join jamforelse.kommun as kommun on arsvis.kommun_kod = kommun.kommun_kod
left join invanare
    on arsvis.kommun_kod = invanare.kommun_kod and arsvis.ar = invanare.ar
order by arsvis.kommun_kod, arsvis.ar
