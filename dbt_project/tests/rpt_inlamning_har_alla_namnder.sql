-- Every nämnd that reported is in the list of its year, and no nämnd both handed in and is missing.
with

redovisade as (

    select distinct
        kommun_kod,
        ar,
        namnd_kod
    from {{ ref('int_deltagande__matt') }}
    where
        redovisad
        and namnd_kod <> {{ okand('namnd') }}

),

inlamnade as (

    select
        kommun_kod,
        ar,
        namnd_kod,
        bool_or(status = 'saknas') as ar_saknad,
        bool_or(status in ('inlamnad', 'inlamnad_med_fel', 'inlamnad_utan_projekt'))
            as ar_inlamnad
    from {{ ref('rpt_inlamning') }}
    group by kommun_kod, ar, namnd_kod

)

select
    coalesce(redovisade.kommun_kod, inlamnade.kommun_kod) as kommun_kod,
    redovisade.ar,
    redovisade.namnd_kod,
    inlamnade.ar_saknad,
    inlamnade.ar_inlamnad
from redovisade
full outer join inlamnade
    on
        redovisade.kommun_kod = inlamnade.kommun_kod
        and redovisade.ar = inlamnade.ar
        and redovisade.namnd_kod = inlamnade.namnd_kod
where
    inlamnade.namnd_kod is null
    or (inlamnade.ar_saknad and inlamnade.ar_inlamnad)
    or (redovisade.namnd_kod is not null and not inlamnade.ar_inlamnad)
