-- What the marts say about a contradiction, as sentences: one row per contradiction and kind of
-- evidence that there is.
with fynd as (
    select * from {{ ref('int_motsagelse__fynd') }}
),

tal as (
    select * from {{ ref('int_motsagelse__tal') }}
),

snitt as (
    select * from {{ ref('int_avstamning__snitt') }}
    where dimension = 'staden'
),

jamforda as (
    select * from {{ ref('int_avstamning__jamforelse') }}
),

-- Both sides of each, once an account.
sidor as (
    select distinct
        fynd.kommun_kod,
        fynd.motsagelse,
        fynd.ar,
        tal.omfattning,
        tal.slag,
        tal.kalla = 'summa' and tal.dimension = 'namnd' as ar_per_namnd
    from fynd
    inner join tal
        on fynd.kommun_kod = tal.kommun_kod and tal.tal_id in (fynd.vanster_id, fynd.hoger_id)
),

omfattningar as (
    select distinct
        kommun_kod,
        motsagelse,
        ar,
        omfattning
    from sidor
    where slag = 'antal'
),

antal as (
    select
        omfattningar.kommun_kod,
        omfattningar.motsagelse,
        case when omfattningar.omfattning = 'staden' then 10 else 11 end as ordning,
        concat_ws(
            '',
            'Underlagen (', omfattningar.omfattning, '): ',
            {{ svenskt_tal('snitt.antal_deltaganden') }}, ' deltaganden, ',
            {{ svenskt_tal('snitt.antal_projekt') }}, ' unika projekt, ',
            {{ svenskt_tal('snitt.antal_projekt_utbetalt') }}, ' med utbetalning, ',
            {{ svenskt_tal('snitt.antal_nollbelopp') }}, ' med 0 kr.'
        ) as belagg
    from omfattningar
    inner join snitt on {{ samma_kolumner('omfattningar', 'snitt', ['ar', 'omfattning']) }}
),

-- Which nämnder's counts in print differ from what they reported.
namndernas_antal as (
    select distinct
        sidor.kommun_kod,
        sidor.motsagelse,
        jamforda.varde_kod,
        jamforda.publicerat,
        jamforda.beraknat
    from sidor
    inner join jamforda
        on
            {{ samma_kolumner('sidor', 'jamforda', ['ar', 'omfattning']) }}
            and jamforda.matt = 'antal_projekt'
            and jamforda.dimension = 'namnd'
            and jamforda.status = 'avviker'
    where
        sidor.slag = 'antal'
        and sidor.ar_per_namnd
),

namnder_som_avviker as (
    select
        kommun_kod,
        motsagelse,
        20 as ordning,
        concat_ws(
            '',
            'I underlagen mot publicerat: ',
            {{ sammanfoga(
                "concat_ws('', varde_kod, ' ', " ~ svenskt_tal('beraknat') ~ ", ' mot ', "
                ~ svenskt_tal('publicerat') ~ ")",
                ', ', 'varde_kod, publicerat'
            ) }},
            '.'
        ) as belagg
    from namndernas_antal
    group by kommun_kod, motsagelse
),

-- A nämnd that is printed with projects and without money.
namnder_utan_belopp as (
    select
        sidor.kommun_kod,
        sidor.motsagelse,
        30 as ordning,
        concat_ws(
            '',
            'Publicerade med projekt men utan belopp: ',
            {{ sammanfoga('antalsrad.varde_kod', ', ', 'antalsrad.varde_kod') }}, '.'
        ) as belagg
    from sidor
    inner join jamforda as antalsrad
        on
            {{ samma_kolumner('sidor', 'antalsrad', ['ar', 'omfattning']) }}
            and antalsrad.publicerat_ar = antalsrad.ar
            and antalsrad.matt = 'antal_projekt'
            and antalsrad.dimension = 'namnd'
            and antalsrad.publicerat > 0
    left join jamforda as beloppsrad
        on
            {{ samma_kolumner(
                'antalsrad', 'beloppsrad', ['dokument', 'ar', 'omfattning', 'varde_kod']
            ) }}
            and beloppsrad.matt = 'utbetalt_sek'
            and beloppsrad.dimension = 'namnd'
            and beloppsrad.publicerat is not null
    where
        sidor.slag = 'belopp'
        and sidor.ar_per_namnd
        and beloppsrad.siffra_id is null
    group by sidor.kommun_kod, sidor.motsagelse
)

select * from antal
union all
select * from namnder_som_avviker
union all
select * from namnder_utan_belopp
