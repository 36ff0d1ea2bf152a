-- Paid per goal and year: every goal of the year's set, used or not, and the unknown one when used.
-- The money is additive (split over a project's goals); the counts are not.
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
    where dimension = 'kf_mal'

),

mal as (

    select
        kf_mal_key,
        malperiod,
        nummer,
        kf_mal
    from {{ ref('dim_kf_mal') }}

),

aren as (

    select
        ar,
        malperiod
    from {{ ref('dim_ar') }}

),

arets_mal as (

    select
        redovisade_ar.ar,
        mal.kf_mal_key
    from (select distinct ar from medel) as redovisade_ar
    inner join aren on redovisade_ar.ar = aren.ar
    inner join mal on aren.malperiod = mal.malperiod

),

summerade as (

    select
        ar,
        kf_mal_key,
        count(distinct projekt_kod) filter (where ar_raknad) as antal_projekt,
        sum(belopp_sek) as belopp_sek,
        sum(belopp_sek) filter (where roll = 'agare') as belopp_agare_sek,
        sum(belopp_sek) filter (where roll = 'part') as belopp_part_sek,
        sum(belopp_sek) filter (where roll = 'annan') as belopp_annan_roll_sek,
        sum(belopp_sek) filter (where roll = 'okand') as belopp_okand_roll_sek,
        sum(formedlat_sek) as formedlat_sek,
        sum(netto_sek) as netto_sek,
        coalesce(bool_or(anpassat), false) as anpassat,
        coalesce(bool_or(ungefarligt), false) as ungefarligt
    from medel
    group by ar, kf_mal_key
    having bool_or(redovisad) or sum(belopp_sek) is not null

),

rader as (

    select
        coalesce(arets_mal.ar, summerade.ar) as ar,
        coalesce(arets_mal.kf_mal_key, summerade.kf_mal_key) as kf_mal_key,
        coalesce(summerade.antal_projekt, 0) as antal_projekt,
        summerade.belopp_sek,
        summerade.belopp_agare_sek,
        summerade.belopp_part_sek,
        summerade.belopp_annan_roll_sek,
        summerade.belopp_okand_roll_sek,
        summerade.formedlat_sek,
        summerade.netto_sek,
        coalesce(summerade.anpassat, false) as anpassat,
        coalesce(summerade.ungefarligt, false) as ungefarligt
    from arets_mal
    full outer join summerade
        on
            arets_mal.ar = summerade.ar
            and arets_mal.kf_mal_key = summerade.kf_mal_key

),

final as (

    select
        cast(rader.ar as integer) as ar,
        mal.malperiod,
        cast(mal.nummer as integer) as nummer,
        mal.kf_mal,
        cast(rader.antal_projekt as bigint) as antal_projekt,
        cast(rader.belopp_sek as decimal(18, 2)) as belopp_sek,
        cast(rader.belopp_agare_sek as decimal(18, 2)) as belopp_agare_sek,
        cast(rader.belopp_part_sek as decimal(18, 2)) as belopp_part_sek,
        cast(rader.belopp_annan_roll_sek as decimal(18, 2)) as belopp_annan_roll_sek,
        cast(rader.belopp_okand_roll_sek as decimal(18, 2)) as belopp_okand_roll_sek,
        cast(rader.formedlat_sek as decimal(18, 2)) as formedlat_sek,
        cast(rader.netto_sek as decimal(18, 2)) as netto_sek,
        rader.anpassat,
        rader.ungefarligt
    from rader
    inner join mal on rader.kf_mal_key = mal.kf_mal_key

),

nycklade as (

    select
        *,
        {{ radnyckel(['ar', 'malperiod', 'nummer']) }} as radnyckel
    from final

)

select
    nycklade.*,
    coalesce(varningar.varningar, '') as varningar
from nycklade
left join varningar
    on
        nycklade.ar = varningar.ar
        and coalesce(cast(nycklade.nummer as string), 'OKANT') = varningar.varde_kod
