-- Pairs a person has decided are not the same (seeds/projekt_skilda.csv) never share a project.
select
    skilda.projekt_a,
    skilda.projekt_b,
    a.projekt_kod
from {{ ref('projekt_skilda') }} as skilda
inner join {{ ref('int_projekt__identitet') }} as a
    on {{ normaliserat_namn('skilda.projekt_a') }} = a.namn_nyckel
inner join {{ ref('int_projekt__identitet') }} as b
    on
        {{ normaliserat_namn('skilda.projekt_b') }} = b.namn_nyckel
        and a.projekt_kod = b.projekt_kod
