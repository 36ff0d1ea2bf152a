-- Each known contradiction has two sides that are found among the published figures and differ.
select
    id,
    vanster,
    hoger
from {{ ref('rpt_motsagelse') }}
where
    vanster is null
    or hoger is null
    or vanster = hoger
