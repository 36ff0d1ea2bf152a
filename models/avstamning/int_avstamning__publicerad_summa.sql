-- What the parts of a published division add up to, as printed: per nämnd, per goal, per group of
-- funds. A division with a blank among its parts adds up the parts that are printed.
with

siffror as (

    select * from {{ ref('int_avstamning__siffra') }}
    where
        dimension <> 'staden'
        and varde_kod <> ''

),

-- A figure repeated in a document is one part, not two. What the document says of its own rounding
-- counts before what the printed digits look like.
delar as (

    select
        kommun_kod,
        dokument,
        ar,
        publicerat_ar,
        omfattning,
        uppdelat_matt as matt,
        bas,
        dimension,
        varde_kod,
        max(varde) as varde,
        least(max(lagst), max(varde)) as lagst,
        greatest(min(hogst), max(varde)) as hogst,
        coalesce(max(greatest(varde - lagst, hogst - varde)), 0) as steg,
        bool_or(ar_avkortad) as ar_avkortad
    from siffror
    group by
        kommun_kod, dokument, ar, publicerat_ar, omfattning, uppdelat_matt, bas, dimension,
        varde_kod

)

select
    kommun_kod,
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
    count(*) - count(varde) as antal_tomma,
    cast(sum(varde) as decimal(18, 2)) as summa,
    cast(sum(lagst) as decimal(18, 2)) as lagst,
    -- What is left blank, or not there because a document names some and not all, may be any
    -- amount.
    cast(
        case
            when
                count(*) = count(varde)
                and count(*) > 1
                and dimension not in ('projekt', 'program')
                then sum(hogst)
        end as decimal(18, 2)
    ) as hogst,
    -- What rounding of the parts can explain at most.
    cast(sum(steg) as decimal(18, 2)) as avrundning_hogst,
    bool_or(ar_avkortad) as ar_avkortad
from delar
group by kommun_kod, dokument, ar, publicerat_ar, omfattning, matt, bas, dimension
