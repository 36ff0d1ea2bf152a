-- Partners by kind, cut as the reports print them.
with

rader as (

    select
        kommun_kod,
        namnd_kod,
        ar,
        typ_kod,
        antal
    from {{ ref('fct_samverkan') }}

),

med_omfattning as (

    {{ per_omfattning('rader') }}

),

med_dimension as (

    select
        *,
        'samverkanstyp' as dimension,
        typ_kod as varde_kod
    from med_omfattning
    union all
    select
        *,
        'namnd' as dimension,
        namnd_kod as varde_kod
    from med_omfattning
    union all
    select
        *,
        'staden' as dimension,
        '' as varde_kod
    from med_omfattning

)

select
    kommun_kod,
    ar,
    omfattning,
    dimension,
    varde_kod,
    sum(antal) as antal_parter
from med_dimension
group by kommun_kod, ar, omfattning, dimension, varde_kod
