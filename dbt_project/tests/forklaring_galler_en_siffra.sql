{{ config(severity='warn') }}
-- An explanation whose figure is gone explains nothing: its id is wrong, or the row went away.
select forklaring.*
from {{ ref('forklaring') }} as forklaring
left join {{ ref('rpt_avstamning') }} as siffra
    on forklaring.kommun_kod = siffra.kommun_kod and forklaring.siffra_id = siffra.siffra_id
left join {{ ref('rpt_redovisat_mot_bokfort') }} as rad
    on forklaring.kommun_kod = rad.kommun_kod and forklaring.siffra_id = rad.radnyckel
where
    siffra.siffra_id is null
    and rad.radnyckel is null
