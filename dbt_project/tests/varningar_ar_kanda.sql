-- Every warning shown is one of the closed list.
with

visade as (

    select distinct
        kommun_kod,
        {{ delar_av_lista('varningar') }} as varning
    from {{ ref('int_varning') }}

)

select
    visade.kommun_kod,
    visade.varning
from visade
left join {{ ref('varning') }} as kanda
    on visade.kommun_kod = kanda.kommun_kod and visade.varning = kanda.id
where
    kanda.id is null
    and visade.varning <> ''
