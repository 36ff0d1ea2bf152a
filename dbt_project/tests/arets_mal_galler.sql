-- The set a year is accounted on is in force that year.
select
    aret.kommun_kod,
    aret.ar,
    mal.malperiod,
    mal.nummer,
    mal.fran_ar,
    mal.till_ar
from {{ ref('ar') }} as aret
inner join {{ ref('kf_mal') }} as mal
    on aret.kommun_kod = mal.kommun_kod and aret.malperiod = mal.malperiod
where aret.ar not between mal.fran_ar and mal.till_ar
