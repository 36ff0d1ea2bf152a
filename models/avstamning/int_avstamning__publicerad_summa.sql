-- What the parts of a published division add up to, as printed: per nämnd, per goal, per group of
-- funds. A division with a blank among its parts adds up the parts that are printed. Projects are
-- no division: a document names some of them and leaves out others.
with

siffror as (

    select * from {{ ref('fct_publicerad_siffra') }}
    where
        dimension not in ('staden', 'projekt')
        and coalesce(varde_kod, '') <> ''

),

-- A figure repeated in a document is one part, not two. What the document says of its own rounding
-- counts before what the printed digits look like.
delar as (

    select
        dokument,
        ar,
        publicerat_ar,
        omfattning,
        matt,
        coalesce(bas, '') as bas,
        dimension,
        varde_kod,
        max(varde) as varde,
        max(
            case
                when avrundning in ('avrundad', 'ca')
                    then coalesce(uppgiven_precision, precision) * 0.5
                when avrundning = 'trunkerad' then coalesce(uppgiven_precision, precision)
                else 0
            end
        ) as steg
    from siffror
    group by dokument, ar, publicerat_ar, omfattning, matt, coalesce(bas, ''), dimension, varde_kod

)

select
    dokument,
    ar,
    publicerat_ar,
    omfattning,
    matt,
    bas,
    dimension,
    case dimension
        when 'namnd' then 'per nämnd'
        when 'kf_mal' then 'per mål'
        when 'fondgrupp' then 'per fondgrupp'
        else 'per ' || dimension
    end as uppdelning,
    count(varde) as antal_delar,
    cast(sum(varde) as decimal(18, 2)) as summa,
    -- What rounding of the parts can explain at most.
    cast(sum(steg) as decimal(18, 2)) as avrundning_hogst
from delar
group by dokument, ar, publicerat_ar, omfattning, matt, bas, dimension
