-- The printed figures that may be a side of a contradiction, once where a document repeats one with
-- the same value.
--   tryckt            the order of documents: by year, a nämnd's own account before the city's
--   plats_i_dokument  1 is the first place where its document prints this figure on this basis
--   plats             1 is the first place where any document does
{% set figur = 'kommun_kod, ar, matt, bas, agare_kod, del_dimension, del_kod' %}
with siffror as (
    select
        *,
        concat_ws(
            '|',
            cast(publicerat_ar as string),
            case when omfattning = 'staden' then '1' else '0' end,
            dokument
        ) as tryckt
    from {{ ref('int_avstamning__siffra') }}
    where varde is not null
),

numrerade as (
    select
        *,
        row_number() over (
            partition by {{ figur }}, dokument, publicerat_ar, varde
            order by rad nulls last, siffra_id
        ) as gang
    from siffror
),

ordnade as (
    select
        *,
        row_number() over (
            partition by {{ figur }}, dokument, publicerat_ar order by rad nulls last, siffra_id
        ) as plats_i_dokument,
        row_number() over (
            partition by {{ figur }}
            order by tryckt, rad nulls last, siffra_id
        ) as plats
    from numrerade
    where gang = 1
)

select
    ordnade.*,
    {{ nyckel(['ordnade.kommun_kod', "'siffra'", 'ordnade.siffra_id']) }} as tal_id,
    concat_ws(
        '|', 'siffra', ordnade.dokument, cast(ordnade.ar as string),
        cast(ordnade.publicerat_ar as string), ordnade.matt, ordnade.bas, ordnade.agare_kod,
        ordnade.del_dimension, ordnade.del_kod
    ) as sammanhang,
    jamforda.beraknat,
    concat_ws(
        '',
        ordnade.benamning, ', ', ordnade.varde_namn, {{ sidans_plats('ordnade') }},
        ' rad ', cast(ordnade.rad as string)
    ) as text
from ordnade
inner join {{ ref('int_avstamning__jamforelse') }} as jamforda
    on ordnade.kommun_kod = jamforda.kommun_kod and ordnade.siffra_id = jamforda.siffra_id
