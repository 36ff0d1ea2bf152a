-- Which usage warnings hold for the money of each slice that a report shows. The list is closed:
-- seeds/varning.csv.
with

snitt as (

    select
        *,
        {{ ar_okand_del() }} as ar_okand
    from {{ ref('int_avstamning__snitt') }}
    where
        omfattning = 'staden'
        and dimension in ({{ rapporterade_snitt() }})

),

-- The city's figures, and a nämnd's figure for all of its own.
publicerade as (

    select
        kommun_kod,
        ar,
        dimension,
        varde_kod,
        count(*) filter (where status = 'stammer') as antal_stammer,
        count(*) filter (where status = 'avviker') as antal_avviker,
        bool_or(bas = 'agare') as ar_bara_agare
    from {{ ref('int_avstamning__jamforelse') }}
    where
        matt = 'utbetalt_sek'
        and (omfattning = 'staden' or (dimension = 'namnd' and omfattning = varde_kod))
        and publicerat is not null
    group by kommun_kod, ar, dimension, varde_kod

),

-- What lies on nobody's slice belongs to some other slice of the same cut, which is then larger
-- than it says; a difference that lies there as a minus makes them smaller. A plus and a minus may
-- belong to different slices, also where they add up to nothing.
okanda as (

    select
        kommun_kod,
        ar,
        dimension,
        nagot_plus,
        nagot_minus
    from snitt
    where ar_okand and (nagot_plus or nagot_minus)

),

-- The basis was changed between two years of the city's account, whichever of them is read.
bedomda as (

    select
        snitt.kommun_kod,
        snitt.ar,
        snitt.dimension,
        snitt.varde_kod,
        snitt.anpassat,
        snitt.ungefarligt,
        snitt.antal_utan_belopp > 0
        or (snitt.antal_bokforda > 0 and snitt.antal_redovisade > 0) as delvis_tackning,
        coalesce(publicerade.ar_bara_agare, false)
        or (snitt.dimension = 'staden' and coalesce(foregaende.ar_bara_agare, false))
            as bas_andrad,
        snitt.belopp_sek is not null
        and (
            coalesce(publicerade.antal_avviker, 0) > 0
            or (coalesce(publicerade.antal_stammer, 0) = 0 and snitt.antal_obekraftade > 0)
        ) as ej_avstamd,
        coalesce(okanda.nagot_plus and not okanda.nagot_minus, false) as undre_grans,
        coalesce(okanda.nagot_minus and not okanda.nagot_plus, false) as ovre_grans,
        coalesce(okanda.nagot_plus and okanda.nagot_minus, false) as oviss_grans
    from snitt
    left join publicerade
        on
            snitt.kommun_kod = publicerade.kommun_kod
            and snitt.ar = publicerade.ar
            and snitt.dimension = publicerade.dimension
            and snitt.varde_kod = publicerade.varde_kod
    left join publicerade as foregaende
        on
            snitt.kommun_kod = foregaende.kommun_kod
            and snitt.ar = foregaende.ar + 1
            and snitt.dimension = foregaende.dimension
            and snitt.varde_kod = foregaende.varde_kod
    left join okanda
        on
            snitt.kommun_kod = okanda.kommun_kod
            and snitt.ar = okanda.ar
            and snitt.dimension = okanda.dimension
            and not snitt.ar_okand

)

select
    kommun_kod,
    ar,
    dimension,
    varde_kod,
    concat_ws(
        ';',
        case when anpassat then 'anpassat' end,
        case when ungefarligt then 'ungefarligt' end,
        case when delvis_tackning then 'delvis_tackning' end,
        case when bas_andrad then 'bas_andrad' end,
        case when ej_avstamd then 'ej_avstamd' end,
        case when undre_grans then 'undre_grans' end,
        case when ovre_grans then 'ovre_grans' end,
        case when oviss_grans then 'oviss_grans' end
    ) as varningar
from bedomda
