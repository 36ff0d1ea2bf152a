-- Each contradiction has two sides. Both are printed numbers, but where the rule is that one of
-- them is not printed; and they differ, but where the rule is that they are alike.
select
    kommun_kod,
    id,
    vanster,
    hoger
from {{ ref('rpt_motsagelse') }}
where
    vanster is null
    or hoger_text is null
    or (hoger is null and regel not in ('PROJEKT_UTAN_PENGAR', 'PENGAR_UTAN_PROJEKT'))
    or (vanster = hoger and regel <> 'LIKA_SLUTSIFFROR')
