-- Every number that may be a side of a contradiction: printed figures, the sums of printed
-- divisions, and the hundred that shares make.
{% set kolumner = [
    'tal_id', 'sammanhang', 'dokument', 'ar', 'omfattning', 'slag', 'dimension', 'varde', 'lagst',
    'hogst', 'beraknat', 'text'
] | join(', ') %}
select
    kommun_kod,
    'siffra' as kalla,
    {{ kolumner }}
from {{ ref('int_motsagelse__siffra') }}
union all
select
    kommun_kod,
    'summa' as kalla,
    {{ kolumner }}
from {{ ref('int_motsagelse__summa') }}
union all
select
    kommun_kod,
    'hundra' as kalla,
    'hundra' as tal_id,
    'hundra' as sammanhang,
    cast(null as string) as dokument,
    cast(null as integer) as ar,
    'staden' as omfattning,
    'andel' as slag,
    '' as dimension,
    cast(100 as decimal(18, 2)) as varde,
    cast(100 as decimal(18, 2)) as lagst,
    cast(100 as decimal(18, 2)) as hogst,
    cast(null as decimal(18, 2)) as beraknat,
    'Hundra procent' as text
from {{ ref('organisation') }}
