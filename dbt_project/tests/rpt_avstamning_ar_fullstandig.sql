-- Each published figure has its row, and each that differs or cannot be computed says why.
select
    siffra.kommun_kod,
    siffra.siffra_id,
    avstamning.status,
    avstamning.forklaring
from {{ ref('fct_publicerad_siffra') }} as siffra
left join {{ ref('rpt_avstamning') }} as avstamning
    on siffra.kommun_kod = avstamning.kommun_kod and siffra.siffra_id = avstamning.siffra_id
where
    avstamning.siffra_id is null
    or (avstamning.status <> 'stammer' and avstamning.forklaring is null)
    or (avstamning.status = 'stammer' and avstamning.forklaring is not null)
