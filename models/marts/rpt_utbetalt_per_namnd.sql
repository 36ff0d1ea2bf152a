-- Paid per nämnd and year, from participations: no split is needed on this grain.
with

deltaganden as (

    select
        *,
        redovisad and projekt_kod <> {{ okand('projekt') }} as ar_raknad
    from {{ ref('fct_deltagande') }}

),

varningar as (

    select
        ar,
        varde_kod,
        varningar
    from {{ ref('int_varning') }}
    where dimension = 'namnd'

),

namnder as (

    select
        namnd_key,
        namnd,
        forvaltning
    from {{ ref('dim_namnd') }}

),

summerade as (

    select
        ar,
        namnd_kod,
        namnd_key,
        count(distinct projekt_kod) filter (where ar_raknad) as antal_projekt,
        count(distinct projekt_kod) filter (where ar_raknad and ar_eu) as antal_sakra_eu_projekt,
        count(distinct projekt_kod) filter (where ar_raknad and ar_eu is null)
            as antal_okand_fond_projekt,
        sum(belopp_sek) as belopp_sek,
        sum(belopp_sek) filter (where roll = 'agare') as belopp_agare_sek,
        sum(belopp_sek) filter (where roll = 'part') as belopp_part_sek,
        sum(belopp_sek) filter (where roll = 'annan') as belopp_annan_roll_sek,
        sum(belopp_sek) filter (where roll = 'okand') as belopp_okand_roll_sek,
        sum(formedlat_sek) as formedlat_sek,
        sum(netto_sek) as netto_sek,
        coalesce(bool_or(anpassat), false) as anpassat,
        coalesce(bool_or(ungefarligt), false) as ungefarligt
    from deltaganden
    group by ar, namnd_kod, namnd_key
    having bool_or(redovisad) or sum(belopp_sek) is not null

),

final as (

    select
        cast(summerade.ar as integer) as ar,
        summerade.namnd_kod,
        namnder.namnd,
        namnder.forvaltning,
        cast(summerade.antal_projekt as bigint) as antal_projekt,
        cast(summerade.antal_sakra_eu_projekt as bigint) as antal_sakra_eu_projekt,
        cast(summerade.antal_okand_fond_projekt as bigint) as antal_okand_fond_projekt,
        cast(summerade.belopp_sek as decimal(18, 2)) as belopp_sek,
        cast(summerade.belopp_agare_sek as decimal(18, 2)) as belopp_agare_sek,
        cast(summerade.belopp_part_sek as decimal(18, 2)) as belopp_part_sek,
        cast(summerade.belopp_annan_roll_sek as decimal(18, 2)) as belopp_annan_roll_sek,
        cast(summerade.belopp_okand_roll_sek as decimal(18, 2)) as belopp_okand_roll_sek,
        cast(summerade.formedlat_sek as decimal(18, 2)) as formedlat_sek,
        cast(summerade.netto_sek as decimal(18, 2)) as netto_sek,
        summerade.anpassat,
        summerade.ungefarligt
    from summerade
    inner join namnder on summerade.namnd_key = namnder.namnd_key

),

nycklade as (

    select
        *,
        {{ radnyckel(['ar', 'namnd_kod']) }} as radnyckel
    from final

)

select
    nycklade.*,
    coalesce(varningar.varningar, '') as varningar
from nycklade
left join varningar
    on
        nycklade.ar = varningar.ar
        and nycklade.namnd_kod = varningar.varde_kod
