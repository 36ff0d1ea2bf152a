-- Paid per published group of funds and year. Groups without participations have no row.
with

medel as (

    select
        *,
        redovisad and projekt_kod <> {{ okand('projekt') }} as ar_raknad
    from {{ ref('fct_eu_medel') }}

),

varningar as (

    select
        ar,
        varde_kod,
        varningar
    from {{ ref('int_varning') }}
    where dimension = 'fondgrupp'

),

fonder as (

    select
        fond_key,
        fondgrupp
    from {{ ref('dim_fond') }}

),

summerade as (

    select
        medel.ar,
        fonder.fondgrupp,
        count(distinct medel.projekt_kod) filter (where medel.ar_raknad) as antal_projekt,
        sum(medel.belopp_sek) as belopp_sek,
        sum(medel.belopp_sek) filter (where medel.roll = 'agare') as belopp_agare_sek,
        sum(medel.belopp_sek) filter (where medel.roll = 'part') as belopp_part_sek,
        sum(medel.belopp_sek) filter (where medel.roll = 'annan') as belopp_annan_roll_sek,
        sum(medel.belopp_sek) filter (where medel.roll = 'okand') as belopp_okand_roll_sek,
        sum(medel.formedlat_sek) as formedlat_sek,
        sum(medel.netto_sek) as netto_sek,
        coalesce(bool_or(medel.anpassat), false) as anpassat,
        coalesce(bool_or(medel.ungefarligt), false) as ungefarligt
    from medel
    inner join fonder on medel.fond_key = fonder.fond_key
    group by medel.ar, fonder.fondgrupp
    having bool_or(medel.redovisad) or sum(medel.belopp_sek) is not null

),

final as (

    select
        cast(ar as integer) as ar,
        fondgrupp,
        cast(antal_projekt as bigint) as antal_projekt,
        cast(belopp_sek as decimal(18, 2)) as belopp_sek,
        cast(belopp_agare_sek as decimal(18, 2)) as belopp_agare_sek,
        cast(belopp_part_sek as decimal(18, 2)) as belopp_part_sek,
        cast(belopp_annan_roll_sek as decimal(18, 2)) as belopp_annan_roll_sek,
        cast(belopp_okand_roll_sek as decimal(18, 2)) as belopp_okand_roll_sek,
        cast(formedlat_sek as decimal(18, 2)) as formedlat_sek,
        cast(netto_sek as decimal(18, 2)) as netto_sek,
        anpassat,
        ungefarligt
    from summerade

),

nycklade as (

    select
        *,
        {{ radnyckel(['ar', 'fondgrupp']) }} as radnyckel
    from final

)

select
    nycklade.*,
    coalesce(varningar.varningar, '') as varningar
from nycklade
left join varningar
    on
        nycklade.ar = varningar.ar
        and nycklade.fondgrupp = varningar.varde_kod
