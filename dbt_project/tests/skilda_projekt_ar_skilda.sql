-- Pairs a person has decided are not the same (seeds/projekt_skilda.csv) never share a project, and
-- no alias without years makes the one a name of the other.
with skilda as (
    select
        kommun_kod,
        projekt_a,
        projekt_b,
        {{ normaliserat_namn('projekt_a') }} as a_nyckel,
        {{ normaliserat_namn('projekt_b') }} as b_nyckel
    from {{ ref('projekt_skilda') }}
),

alltid as (
    select
        kommun_kod,
        {{ normaliserat_namn('alias') }} as alias_nyckel,
        {{ normaliserat_namn('projekt') }} as projekt_nyckel
    from {{ ref('projekt_alias') }}
    where
        fran_ar is null
        and till_ar is null
)

select
    skilda.kommun_kod,
    skilda.projekt_a,
    skilda.projekt_b,
    a.projekt_kod
from skilda
inner join {{ ref('int_projekt__identitet') }} as a
    on skilda.kommun_kod = a.kommun_kod and skilda.a_nyckel = a.namn_nyckel
inner join {{ ref('int_projekt__identitet') }} as b
    on
        skilda.kommun_kod = b.kommun_kod
        and skilda.b_nyckel = b.namn_nyckel
        and a.projekt_kod = b.projekt_kod
union all
select
    skilda.kommun_kod,
    skilda.projekt_a,
    skilda.projekt_b,
    'seeds/projekt_alias.csv' as projekt_kod
from skilda
inner join alltid
    on
        skilda.kommun_kod = alltid.kommun_kod
        and (
            (skilda.a_nyckel = alltid.alias_nyckel and skilda.b_nyckel = alltid.projekt_nyckel)
            or (skilda.b_nyckel = alltid.alias_nyckel and skilda.a_nyckel = alltid.projekt_nyckel)
        )
