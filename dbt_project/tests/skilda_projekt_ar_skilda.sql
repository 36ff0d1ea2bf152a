-- Pairs a person has decided are not the same (seeds/projekt_skilda.csv) never share a project, and
-- no alias without years makes the one a name of the other.
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
union all
select
    skilda.projekt_a,
    skilda.projekt_b,
    'seeds/projekt_alias.csv' as projekt_kod
from {{ ref('projekt_skilda') }} as skilda
inner join {{ ref('projekt_alias') }} as alias
    on
        (
            {{ normaliserat_namn('skilda.projekt_a') }} = {{ normaliserat_namn('alias.alias') }}
            and {{ normaliserat_namn('skilda.projekt_b') }}
            = {{ normaliserat_namn('alias.projekt') }}
        )
        or (
            {{ normaliserat_namn('skilda.projekt_b') }} = {{ normaliserat_namn('alias.alias') }}
            and {{ normaliserat_namn('skilda.projekt_a') }}
            = {{ normaliserat_namn('alias.projekt') }}
        )
where
    alias.fran_ar is null
    and alias.till_ar is null
