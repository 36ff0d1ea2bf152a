-- The year in one row. Counts are distinct projects as the city counts them; money is the sum over
-- participations. A sum over nothing known stays NULL: unknown is not zero.
{% set antal =
    ['antal_sakra_eu_projekt', 'antal_okand_fond_projekt', 'antal_agare', 'antal_part'] %}
{% set matt = utbetalt_matt() + antal + [
    'antal_deltaganden', 'antal_namnder', 'belopp_agda_projekt_sek',
    'min_budget_sek', 'max_budget_sek',
] %}
{% set hinder = [
    ('saknas', 'Har lämnat in året före men inte i år', ' Det är ingen minskning.'),
    ('saknas_fore', 'Har lämnat in i år men inte året före', ''),
    ('avvisade', 'Har avvisade rader i år', ''),
    ('avvisade_fore', 'Har avvisade rader året före', ''),
    ('annan_tackning', 'Ekonomisystemet täcker inte samma månader av åren för', ''),
] %}
{% set fore_antal = 'foregaende_' ~ visat_matt('antal_projekt') %}
with deltaganden as (
    select
        *,
        {{ ar_raknad() }} as ar_raknad
    from {{ ref('int_deltagande__matt') }}
),

-- A project that any nämnd owns is owned by the city, whatever the other nämnder are in it.
projekt as (
    select
        kommun_kod,
        ar,
        projekt_kod,
        bool_or(roll = 'agare') as ar_agare,
        bool_or(roll = 'part') as ar_part,
        -- Known only when one fund is the EU's, or every fund is told and none is.
        case
            when bool_or(ar_eu) then true
            when count(*) = count(ar_eu) then false
        end as ar_eu
    from deltaganden
    where ar_raknad
    group by kommun_kod, ar, projekt_kod
),

antal as (
    select
        kommun_kod,
        ar,
        count(*) filter (where ar_eu) as antal_sakra_eu_projekt,
        count(*) filter (where ar_eu is null) as antal_okand_fond_projekt,
        count(*) filter (where ar_agare) as antal_agare,
        count(*) filter (where ar_part and not ar_agare) as antal_part
    from projekt
    group by kommun_kod, ar
),

pengar as (
    select
        kommun_kod,
        ar,
        {{ utbetalt_summor() | indent(4) }},
        count(*) filter (where ar_raknad) as antal_deltaganden,
        count(distinct namnd_kod) filter (where redovisad and namnd_kod <> {{ okand('namnd') }})
            as {{ visat_matt('antal_namnder') }},
        count(*) filter (where redovisad and belopp_sek is null) as antal_utan_belopp,
        min(budget_sek) filter (where ar_raknad) as min_budget_sek,
        max(budget_sek) filter (where ar_raknad) as max_budget_sek,
        -- Without one known amount beside the owners' the money is the owners' only.
        case
            when count(belopp_sek) = 0 then null
            when count(*) filter (where redovisad and roll <> 'agare') = 0 then 'agare_och_part'
            when count(belopp_sek) filter (where roll <> 'agare') = 0 then 'agare'
            else 'agare_och_part'
        end as bas
    from deltaganden
    group by kommun_kod, ar
),

-- Another measure than owners' money: all money of the projects that some nämnd owns.
agda as (
    select
        deltaganden.kommun_kod,
        deltaganden.ar,
        cast(sum(deltaganden.belopp_sek) as decimal(18, 2)) as belopp_agda_projekt_sek
    from deltaganden
    inner join projekt
        on {{ samma_kolumner('deltaganden', 'projekt', ['ar', 'projekt_kod']) }}
    where projekt.ar_agare
    group by deltaganden.kommun_kod, deltaganden.ar
),

publicerade as (
    select
        kommun_kod,
        ar,
        {{ sammanfoga('bas', ';', 'bas') }} as publicerad_bas
    from (
        select distinct
            kommun_kod,
            ar,
            bas
        from {{ ref('fct_publicerad_siffra') }}
        where matt = 'utbetalt_sek' and dimension = 'staden' and omfattning = 'staden'
    ) as olika
    group by kommun_kod, ar
),

per_ar as (
    select
        pengar.*,
        agda.belopp_agda_projekt_sek,
        publicerade.publicerad_bas,
        {% for namn in antal %}
        coalesce(antal.{{ namn }}, 0) as {{ visat_matt(namn) }},
        {% endfor %}
        {{ forbehall_kolumner(matt) }}
    from pengar
    left join antal on pengar.kommun_kod = antal.kommun_kod and pengar.ar = antal.ar
    left join agda on pengar.kommun_kod = agda.kommun_kod and pengar.ar = agda.ar
    left join publicerade on {{ samma_kolumner('pengar', 'publicerade', ['ar']) }}
    {{ forbehall('staden', 'pengar', "''", matt) }}
),

-- Two years are compared without reservation only when both are on one basis, the same nämnder
-- handed in, no row was refused, the ledger covers the same and every participation of both has a
-- known amount.
jamforda as (
    select
        per_ar.*,
        foregaende.{{ visat_matt('antal_projekt') }} as {{ fore_antal }},
        foregaende.belopp_sek as foregaende_belopp_sek,
        foregaende.bas as foregaende_bas,
        foregaende.publicerad_bas as foregaende_publicerad_bas,
        coalesce(foregaende.{{ visat_matt('antal_projekt') }}_grad, 'delvis')
            as {{ fore_antal }}_grad,
        coalesce(foregaende.belopp_sek_grad, 'delvis') as foregaende_belopp_sek_grad,
        case
            when per_ar.antal_utan_belopp + foregaende.antal_utan_belopp > 0
                then
                    ' ' || cast(per_ar.antal_utan_belopp as string)
                    || case per_ar.antal_utan_belopp
                        when 1 then ' deltagande'
                        else ' deltaganden'
                    end
                    || ' saknar belopp i år och '
                    || cast(foregaende.antal_utan_belopp as string) || ' året före.'
            else ''
        end
        {% for kolumn, ord, tillagg in hinder %}
        || coalesce(' {{ ord }}: ' || hinder.{{ kolumn }} || '.{{ tillagg }}', '')
        {% endfor %}
            as hinder,
        case
            when foregaende.ar is null then 'saknas'
            when per_ar.bas <> foregaende.bas then 'olika_bas'
            when per_ar.antal_utan_belopp + foregaende.antal_utan_belopp > 0 then 'ofullstandig'
            when hinder.ar is not null then 'ofullstandig'
            else 'jamforbar'
        end as jamforelse
    from per_ar
    left join per_ar as foregaende
        on per_ar.kommun_kod = foregaende.kommun_kod and per_ar.ar = foregaende.ar + 1
    left join {{ ref('int_jamforelse') }} as hinder
        on per_ar.kommun_kod = hinder.kommun_kod and per_ar.ar = hinder.ar
)

select
    kommun_kod,
    ar,
    {% for namn in matt %}
    {{ visat_matt(namn) }},
    {{ visat_matt(namn) }}_grad,
    {% endfor %}
    {{ fore_antal }},
    {{ fore_antal }}_grad,
    foregaende_belopp_sek,
    foregaende_belopp_sek_grad,
    antal_utan_belopp,
    anpassat_sek,
    {{ anpassad_andel() }} as anpassad_andel,
    ungefarligt,
    varningar,
    bas,
    publicerad_bas,
    jamforelse,
    case jamforelse
        when 'saknas' then 'Året före finns inte i underlagen.'
        when 'jamforbar'
            then 'Samma nämnder har lämnat in, och alla deltaganden har känt belopp båda åren.'
        when 'olika_bas'
            then
                'Beloppen är på olika bas och går inte att jämföra: ' || bas || ' i år, '
                || foregaende_bas || ' året före.'
        else 'Beloppen går inte att jämföra rakt av.' || hinder
    end
    || case
        when publicerad_bas <> foregaende_publicerad_bas
            then
                ' Publicerade siffror har bas ' || publicerad_bas || ' i år och '
                || foregaende_publicerad_bas || ' året före.'
        else ''
    end as jamforelse_forklaring
from jamforda
