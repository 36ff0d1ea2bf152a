-- Every warning shown is one of the closed list.
with

visade as (

    select distinct {{ delar_av_lista('varningar') }} as varning
    from {{ ref('int_varning') }}

)

select visade.varning
from visade
left join {{ ref('varning') }} as kanda on visade.varning = kanda.id
where
    kanda.id is null
    and visade.varning <> ''
