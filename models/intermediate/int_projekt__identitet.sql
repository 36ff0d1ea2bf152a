-- Which names are one project: the same name, or names that carry the same bidragsnummer.
-- Each round hands the smallest name of a bidragsnummer to all its names, and the smallest of a
-- name to all its bidragsnummer; the test bidragsnummer_ar_ett_projekt says if the rounds sufficed.
-- Materialized, because the time to plan windows upon windows doubles with each of them.
{% set antal_varv = 8 %}
with rader as (
    select
        rad.kommun_kod,
        namn.namn_nyckel,
        rad.bidrag_nyckel,
        rad.projekt,
        rad.ar,
        {{ roll_rang('rad.roll') }} as roll_rang
    from {{ ref('int_inlamning__projektrad') }} as rad
    inner join {{ ref('int_projekt__namn') }} as namn
        on rad.kommun_kod = namn.kommun_kod and rad.projekt = namn.projekt and rad.ar = namn.ar
    where not namn.ar_okant
),

-- Projects that only the ledger knows have a name too, from seeds/projektkod.csv.
kodnamn_i_bruk as (
    select distinct
        kommun_kod,
        projekt
    from {{ ref('projektkod') }}
),

omnamnda as (
    select
        kommun_kod,
        namn_nyckel,
        projekt,
        ar,
        roll_rang
    from rader
    union all
    select
        namn.kommun_kod,
        namn.namn_nyckel,
        namn.projekt,
        namn.ar,
        9 as roll_rang
    from {{ ref('int_projekt__namn') }} as namn
    inner join kodnamn_i_bruk as kod
        on namn.kommun_kod = kod.kommun_kod and namn.projekt = kod.projekt
    where not namn.ar_okant
),

kanter as (
    select
        kommun_kod,
        namn_nyckel,
        'bidrag:' || bidrag_nyckel as bidrag
    from rader
    where bidrag_nyckel is not null
    union distinct
    select
        kommun_kod,
        namn_nyckel,
        'namn:' || namn_nyckel as bidrag
    from omnamnda
),

varv_0 as (
    select
        kommun_kod,
        namn_nyckel,
        bidrag,
        namn_nyckel as etikett
    from kanter
),
{% for varv in range(1, antal_varv + 1) %}
bidrag_{{ varv }} as (
    select
        kommun_kod,
        namn_nyckel,
        bidrag,
        min(etikett) over (partition by kommun_kod, bidrag) as etikett
    from varv_{{ varv - 1 }}
),

varv_{{ varv }} as {{ cte('materialized') }} (
    select
        kommun_kod,
        namn_nyckel,
        bidrag,
        min(etikett) over (partition by kommun_kod, namn_nyckel) as etikett
    from bidrag_{{ varv }}
),
{% endfor %}
komponenter as (
    select distinct
        kommun_kod,
        namn_nyckel,
        etikett as komponent
    from varv_{{ antal_varv }}
),

kanoniska as (
    select
        kommun_kod,
        namn_nyckel,
        min(projekt) as projekt
    from (
        select
            kommun_kod,
            projekt,
            {{ normaliserat_namn('projekt') }} as namn_nyckel
        from {{ ref('projekt_alias') }}
    ) as beslutade
    group by kommun_kod, namn_nyckel
),

-- How a name is spelled: as decided, else as its owner wrote it last.
stavningar as (
    select
        kommun_kod,
        namn_nyckel,
        projekt,
        ar,
        row_number() over (
            partition by kommun_kod, namn_nyckel order by ar desc, roll_rang asc, projekt asc
        ) as senast,
        row_number() over (partition by kommun_kod, namn_nyckel order by ar, projekt) as forst
    from omnamnda
),

stavade as (
    select
        komponenter.kommun_kod,
        komponenter.komponent,
        komponenter.namn_nyckel,
        kanoniska.projekt is not null as ar_kanonisk,
        coalesce(kanoniska.projekt, senast.projekt) as projekt,
        coalesce(kanoniska.projekt, forst.projekt) as forsta_namn,
        forst.ar as forsta_ar,
        senast.ar as sista_ar
    from komponenter
    inner join stavningar as senast
        on {{ samma_kolumner('komponenter', 'senast', ['namn_nyckel']) }} and senast.senast = 1
    inner join stavningar as forst
        on {{ samma_kolumner('komponenter', 'forst', ['namn_nyckel']) }} and forst.forst = 1
    left join kanoniska
        on {{ samma_kolumner('komponenter', 'kanoniska', ['namn_nyckel']) }}
),

-- The code comes from the decided name, else from the earliest year's, so that it stays when new
-- years arrive. Two names with the same slug: the older keeps it, the other adds its own mark.
kodnamn as (
    select
        kommun_kod,
        komponent,
        namn_nyckel,
        forsta_ar,
        {{ slug('forsta_namn') }} as slug,
        row_number() over (
            partition by kommun_kod, komponent
            order by case when ar_kanonisk then 0 else 1 end, forsta_ar, namn_nyckel
        ) as plats
    from stavade
),

koder as (
    select
        kommun_kod,
        komponent,
        slug,
        substr(md5(namn_nyckel), 1, 6) as marke,
        row_number() over (partition by kommun_kod, slug order by forsta_ar, namn_nyckel) as plats
    from kodnamn
    where plats = 1
),

keys as (
    select
        stavade.*,
        case
            when koder.slug = '' then 'projekt-' || koder.marke
            when koder.plats > 1 then koder.slug || '-' || koder.marke
            else koder.slug
        end as projekt_kod
    from stavade
    inner join koder
        on stavade.kommun_kod = koder.kommun_kod and stavade.komponent = koder.komponent
),

final as (
    select
        kommun_kod,
        namn_nyckel,
        projekt_kod,
        projekt,
        ar_kanonisk,
        forsta_ar,
        sista_ar
    from keys
)

select * from final
