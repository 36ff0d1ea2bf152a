-- Each printed figure with the least and the most that its printing allows, and with what it is a
-- figure of: whose (the city's or a nämnd's), and the whole of that or a part.
with siffror as (
    select
        publicerade.*,
        {{ siffrans_bas('publicerade') }} as tal_bas,
        coalesce(publicerade.uppgiven_precision, publicerade.precision) as steg,
        matt.benamning,
        matt.slag,
        matt.summeras,
        matt.roll as matt_roll,
        matt.del_av
    from {{ ref('fct_publicerad_siffra') }} as publicerade
    inner join {{ ref('matt') }} as matt on publicerade.matt = matt.matt
),

-- A role's own measure, and owners' money on the owners' basis, are whole figures although they are
-- printed by role.
med_plats as (
    select
        *,
        coalesce(varde_kod, '') as kod,
        (
            dimension = 'staden'
            or (dimension = 'namnd' and coalesce(varde_kod, '') <> '')
            or (
                dimension = 'roll'
                and (varde_kod = matt_roll or (matt = 'utbetalt_sek' and varde_kod = tal_bas))
            )
        ) is true as ar_helhet
    from siffror
)

select
    kommun_kod,
    siffra_id,
    dokument,
    rad,
    ar,
    publicerat_ar,
    omfattning,
    matt,
    tal_bas as bas,
    dimension,
    kod as varde_kod,
    varde_namn,
    varde,
    enhet,
    ordning,
    benamning,
    slag,
    summeras,
    del_av,
    -- The measure that its parts by role are parts of.
    case
        when dimension = 'roll' and varde_kod = matt_roll then coalesce(del_av, matt) else matt
    end as uppdelat_matt,
    ar_helhet,
    case when dimension = 'namnd' and kod <> '' then kod else omfattning end as agare_kod,
    case when ar_helhet then '' else dimension end as del_dimension,
    case when ar_helhet then '' else coalesce(nullif(kod, ''), varde_namn) end as del_kod,
    cast(steg as decimal(18, 2)) as steg,
    avrundning = 'trunkerad' as ar_avkortad,
    cast(
        case
            when avrundning in ('avrundad', 'ca') then varde - steg * 0.5
            when avrundning = 'trunkerad' and varde < 0 then varde - steg
            else varde
        end as decimal(18, 2)
    ) as lagst,
    cast(
        case
            when avrundning in ('avrundad', 'ca') then varde + steg * 0.5
            when avrundning = 'trunkerad' and varde >= 0 then varde + steg
            else varde
        end as decimal(18, 2)
    ) as hogst
from med_plats
