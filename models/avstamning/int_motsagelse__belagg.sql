-- What the marts say about a contradiction, as sentences: one row per contradiction and kind of
-- evidence that there is.
with sidor as (
    select * from {{ ref('int_motsagelse__sida') }}
),

snitt as (
    select * from {{ ref('int_avstamning__snitt') }}
),

jamforda as (
    select * from {{ ref('int_avstamning__jamforelse') }}
),

publicerad_summa as (
    select * from {{ ref('int_avstamning__publicerad_summa') }}
),

definitioner as (
    select * from {{ ref('int_motsagelse__definition') }}
),

motsagelser as (
    select distinct
        id,
        ar,
        omfattning,
        slag
    from sidor
),

-- Contradictions where one side is added up nämnd by nämnd.
per_namnd as (
    select distinct
        motsagelser.id,
        motsagelser.ar,
        motsagelser.omfattning,
        motsagelser.slag
    from motsagelser
    inner join definitioner
        on
            motsagelser.id = definitioner.id
            and motsagelser.omfattning = definitioner.omfattning
    where
        definitioner.kalla = 'summa'
        and definitioner.dimension = 'namnd'
),

totaler as (
    select
        motsagelser.id,
        motsagelser.omfattning,
        snitt.antal_deltaganden,
        snitt.antal_projekt,
        snitt.antal_projekt_utbetalt,
        snitt.antal_nollbelopp
    from motsagelser
    inner join snitt
        on
            motsagelser.ar = snitt.ar
            and motsagelser.omfattning = snitt.omfattning
            and snitt.dimension = 'staden'
    where motsagelser.slag = 'antal'
),

antal as (
    select
        id,
        case when omfattning = 'staden' then 10 else 11 end as ordning,
        concat(
            'Underlagen (', omfattning, '): ', {{ svenskt_tal('antal_deltaganden') }},
            ' deltaganden, ', {{ svenskt_tal('antal_projekt') }}, ' unika projekt, ',
            {{ svenskt_tal('antal_projekt_utbetalt') }}, ' med utbetalning, ',
            {{ svenskt_tal('antal_nollbelopp') }}, ' med 0 kr.'
        ) as belagg
    from totaler
),

-- Which nämnder's counts in print differ from what they reported.
namndernas_antal as (
    select distinct
        per_namnd.id,
        jamforda.varde_kod,
        jamforda.publicerat,
        jamforda.beraknat
    from per_namnd
    inner join jamforda
        on
            per_namnd.ar = jamforda.ar
            and per_namnd.omfattning = jamforda.omfattning
            and jamforda.matt = 'antal_projekt'
            and jamforda.dimension = 'namnd'
            and jamforda.status = 'avviker'
    where per_namnd.slag = 'antal'
),

namnder_som_avviker as (
    select
        id,
        20 as ordning,
        concat(
            'I underlagen mot publicerat: ',
            {{ sammanfoga(
                "concat(varde_kod, ' ', " ~ svenskt_tal('beraknat') ~ ", ' mot ', "
                ~ svenskt_tal('publicerat') ~ ")",
                ', ', 'varde_kod, publicerat'
            ) }},
            '.'
        ) as belagg
    from namndernas_antal
    group by id
),

-- A nämnd that is printed with projects and without money.
namnder_utan_belopp as (
    select
        per_namnd.id,
        30 as ordning,
        concat(
            'Publicerade med projekt men utan belopp: ',
            {{ sammanfoga('antalsrad.varde_kod', ', ', 'antalsrad.varde_kod') }}, '.'
        ) as belagg
    from per_namnd
    inner join jamforda as antalsrad
        on
            per_namnd.ar = antalsrad.ar
            and per_namnd.omfattning = antalsrad.omfattning
            and antalsrad.publicerat_ar = antalsrad.ar
            and antalsrad.matt = 'antal_projekt'
            and antalsrad.dimension = 'namnd'
            and antalsrad.publicerat > 0
    left join jamforda as beloppsrad
        on
            antalsrad.dokument = beloppsrad.dokument
            and antalsrad.ar = beloppsrad.ar
            and antalsrad.omfattning = beloppsrad.omfattning
            and antalsrad.varde_kod = beloppsrad.varde_kod
            and beloppsrad.matt = 'utbetalt_sek'
            and beloppsrad.dimension = 'namnd'
            and beloppsrad.publicerat is not null
    where
        per_namnd.slag = 'belopp'
        and beloppsrad.siffra_id is null
    group by per_namnd.id
),

avrundning as (
    select
        motsagelser.id,
        40 as ordning,
        concat(
            'Avrundning av delarna kan förklara högst ',
            {{ svenskt_tal('sum(publicerad_summa.avrundning_hogst)') }}, ' kr.'
        ) as belagg
    from motsagelser
    inner join definitioner
        on
            motsagelser.id = definitioner.id
            and definitioner.kalla = 'summa'
    inner join publicerad_summa
        on
            motsagelser.ar = publicerad_summa.ar
            and motsagelser.ar + definitioner.ar_efter = publicerad_summa.publicerat_ar
            and definitioner.matt = publicerad_summa.matt
            and definitioner.dimension = publicerad_summa.dimension
            and definitioner.omfattning = publicerad_summa.omfattning
            and definitioner.bas = publicerad_summa.bas
    where motsagelser.slag = 'belopp'
    group by motsagelser.id
),

slutsiffror as (
    select
        id,
        50 as ordning,
        'De sju sista siffrorna är desamma i båda talen.' as belagg
    from sidor
    where slag = 'belopp'
    group by id
    having
        count(varde) = 2
        and min(varde) <> max(varde)
        and min(varde % 10000000) = max(varde % 10000000)
        and min(varde % 10000000) >= 1000000
)

select * from antal
union all
select * from namnder_som_avviker
union all
select * from namnder_utan_belopp
union all
select * from avrundning
union all
select * from slutsiffror
