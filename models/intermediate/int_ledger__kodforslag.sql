-- Which known codes each code that nobody knows may be, the likeliest few in words.
with bokforda as (
    select * from {{ ref('int_ledger__bokford_kod') }}
),

okanda as (
    select * from bokforda
    where ar_okand
),

okanda_koder as (
    select distinct
        kommun_kod,
        kod,
        ar,
        namnd_kod
    from okanda
),

bokforda_ar as (
    select distinct
        kommun_kod,
        ar
    from bokforda
),

kanda_rader as (
    {{ ekonomikoder(['ar', 'namnd_kod', 'projekt']) }}
),

kanda as (
    select distinct
        kommun_kod,
        kod,
        ar,
        namnd_kod,
        projekt
    from kanda_rader
    union distinct
    select distinct
        kod.kommun_kod,
        {{ kodnyckel(putsad('kod.projektkod')) }} as kod,
        ar.ar,
        cast(null as string) as namnd_kod,
        kod.projekt
    from {{ ref('projektkod') }} as kod
    inner join bokforda_ar as ar
        on
            kod.kommun_kod = ar.kommun_kod
            and ar.ar between coalesce(kod.fran_ar, 0) and coalesce(kod.till_ar, 9999)
),

-- Codes follow each other, so that a neighbour is no likeness: only a code that the ledger has
-- nothing on is one that may have been written in another way.
obokforda as (
    select distinct
        kanda.kommun_kod,
        kanda.kod,
        kanda.ar,
        kanda.namnd_kod
    from kanda
    left join bokforda on {{ samma_kolumner('kanda', 'bokforda', ['kod', 'ar']) }}
    where bokforda.kod is null
),

platser as (
    {% for plats in range(21) -%}
    select {{ plats }} as plats{{ ' union all' if not loop.last }}
    {% endfor -%}
),

{% for namn, tabell in {'okanda': 'okanda_koder', 'kanda': 'obokforda'}.items() %}
-- Each code without one of its signs; place 0 is the code itself.
{{ namn }}_former as (
    select
        kod.*,
        platser.plats,
        length(kod.kod) as langd,
        case
            when platser.plats = 0 then kod.kod
            else substr(kod.kod, 1, platser.plats - 1) || substr(kod.kod, platser.plats + 1)
        end as form
    from {{ tabell }} as kod
    inner join platser on length(kod.kod) >= platser.plats
    where length(kod.kod) between 4 and 20
),

{% endfor %}
-- One sign more, less or another, or two that have changed places, in the same nämnd as far as
-- it is known.
ett_tecken as (
    select
        okand.kommun_kod,
        okand.kod,
        okand.ar,
        kand.kod as kand_kod,
        min(case when okand.plats = kand.plats then 3 else 2 end) as styrka
    from okanda_former as okand
    inner join kanda_former as kand
        on
            {{ samma_kolumner('okand', 'kand', ['form', 'ar']) }}
            and (
                okand.namnd_kod = coalesce(kand.namnd_kod, okand.namnd_kod)
                or okand.namnd_kod = {{ okand('namnd') }}
            )
    where
        case
            when okand.langd > kand.langd then kand.plats = 0
            when okand.langd < kand.langd then okand.plats = 0
            when okand.plats = 0 then false
            else
                kand.plats = okand.plats
                or (
                    kand.plats = okand.plats + 1
                    and substr(okand.kod, okand.plats, 1) = substr(kand.kod, kand.plats, 1)
                    and substr(okand.kod, kand.plats, 1) = substr(kand.kod, okand.plats, 1)
                )
        end
    group by okand.kommun_kod, okand.kod, okand.ar, kand.kod
),

-- The same number with letters or words around it.
{% set siffror = "'^[^0-9]*([0-9]+)', 1" %}
samma_siffror as (
    select distinct
        okand.kommun_kod,
        okand.kod,
        okand.ar,
        kand.kod as kand_kod,
        1 as styrka
    from okanda_koder as okand
    inner join kanda as kand
        on
            okand.kommun_kod = kand.kommun_kod
            and regexp_extract(okand.kod, {{ siffror }}) = regexp_extract(kand.kod, {{ siffror }})
            and okand.ar = kand.ar
    where length(regexp_extract(okand.kod, {{ siffror }})) >= 3
),

-- Or the economy system calls the code what a nämnd calls its project.
texter as (
    select
        lika.kommun_kod,
        lika.kod,
        lika.ar,
        lika.styrka,
        kanda.kod || ' (' || kanda.projekt || coalesce(', ' || kanda.namnd_kod, '') || ')' as text
    from (
        select * from ett_tecken
        union distinct
        select * from samma_siffror
    ) as lika
    inner join kanda
        on lika.kommun_kod = kanda.kommun_kod and lika.kand_kod = kanda.kod and lika.ar = kanda.ar
    union all
    select
        okanda.kommun_kod,
        okanda.kod,
        okanda.ar,
        0 as styrka,
        'projektet ' || identitet.projekt || ', som den heter i bokföringen' as text
    from (
        select
            *,
            {{ normaliserat_namn('kodens_namn') }} as kodens_namn_nyckel
        from okanda
    ) as okanda
    inner join {{ ref('int_projekt__identitet') }} as identitet
        on
            okanda.kommun_kod = identitet.kommun_kod
            and okanda.kodens_namn_nyckel = identitet.namn_nyckel
),

-- The likeliest few: the name, the number within letters, a change of places, another sign. A code
-- that many others differ from by a sign is in a row of codes and like none of them.
rangordnade as (
    select
        kommun_kod,
        kod,
        ar,
        text,
        min(styrka) as styrka,
        row_number() over (partition by kommun_kod, kod, ar order by min(styrka), text) as plats,
        count(*) over (partition by kommun_kod, kod, ar, min(styrka)) as antal_lika
    from texter
    group by kommun_kod, kod, ar, text
),

final as (
    select
        kommun_kod,
        kod,
        ar,
        {{ sammanfoga('text', ' eller ', 'plats') }} as forslag
    from rangordnade
    where plats <= 3 and (styrka < 3 or antal_lika <= 3)
    group by kommun_kod, kod, ar
)

select * from final
