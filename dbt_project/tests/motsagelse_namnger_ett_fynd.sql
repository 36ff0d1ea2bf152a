{{ config(severity='warn') }}
-- A name whose contradiction no rule finds names nothing: its id is wrong, or the figures were
-- mended.
select namngivna.*
from {{ ref('motsagelse') }} as namngivna
left join {{ ref('int_motsagelse__fynd') }} as fynd
    on namngivna.kommun_kod = fynd.kommun_kod and namngivna.motsagelse = fynd.motsagelse
where fynd.motsagelse is null
