insert into ledger_avvisad
select
    '' as blad,
    rad,
    null as kolumn,
    case
        when regel = '{{ rules.LEDGER_VALUTA_UTAN_KURS.id }}' then valuta || ' ' || ar
        else belopp_text
    end as varde,
    regel,
    json_object('belopp', belopp_text) as innehall
from (
    select
        s.rad,
        s.belopp_text,
        r.valuta,
        coalesce(year(r.datum), r.rakenskapsar) as ar,
        case
            when s.belopp_text = '{{ several }}' then '{{ rules.SIE_FLERA_POSTER.id }}'
            when s.belopp is null then '{{ rules.SIE_BELOPP_OLASLIGT.id }}'
            when abs(s.belopp) >= {{ too_large }} then '{{ rules.LEDGER_BELOPP_ORIMLIGT.id }}'
            else '{{ rules.LEDGER_VALUTA_UTAN_KURS.id }}'
        end as regel
    from raw.ledger_rad as r inner join sie_rad as s on r.rad = s.rad
    where r.blad_nr = {{ blad_nr }} and r.utfall = 'avvisad'
) as stoppad
