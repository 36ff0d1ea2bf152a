-- The same bidragsnummer is the same project. Also says whether the rounds of
-- int_projekt__identitet were enough.
select
    kommun_kod,
    bidrag_nyckel,
    count(distinct projekt_kod) as antal_projekt,
    min(projekt) as ett_namn,
    max(projekt) as ett_annat_namn
from {{ ref('int_deltagande__rad') }}
where
    bidrag_nyckel is not null
    and projekt_kod <> {{ okand('projekt') }}
group by kommun_kod, bidrag_nyckel
having count(distinct projekt_kod) > 1
