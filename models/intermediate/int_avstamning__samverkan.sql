-- Partners by kind in the current submissions, cut as the reports print them.
with

rader as (

    select
        samverkan.namnd_kod,
        samverkan.ar,
        samverkan.typ,
        samverkan.antal
    from {{ ref('stg_submission__samverkan') }} as samverkan
    inner join {{ ref('int_inlamning__version') }} as versioner
        on
            samverkan.fil_sha256 = versioner.fil_sha256
            and samverkan.namnd_kod = versioner.namnd_kod
            and samverkan.ar = versioner.ar
            and samverkan.version = versioner.version
    where versioner.gallande

),

med_omfattning as (

    select
        *,
        'staden' as omfattning
    from rader
    union all
    select
        *,
        namnd_kod as omfattning
    from rader

),

med_dimension as (

    select
        *,
        'samverkanstyp' as dimension,
        typ as varde_kod
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
    ar,
    omfattning,
    dimension,
    varde_kod,
    sum(antal) as antal_parter
from med_dimension
group by ar, omfattning, dimension, varde_kod
