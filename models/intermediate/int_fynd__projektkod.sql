-- Project codes that two sources give different projects, said to all of them, and codes of the
-- ledger that nobody knows but that look like known ones, for a person to decide.
with bokforda as (
    select
        projektkod,
        {{ kodnyckel('projektkod') }} as kod,
        ar,
        namnd_kod,
        fil_sha256,
        projekt_kod,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_ledger__utbetalning') }}
    where projektkod is not null
    group by projektkod, ar, namnd_kod, fil_sha256, projekt_kod
),

projekt as (
    select
        projekt_kod,
        min(projekt) as projekt
    from {{ ref('int_projekt__identitet') }}
    group by projekt_kod
),

-- --- two sources, two projects ---

svar as (
    select
        svar.*,
        {{ kodnyckel('svar.projektkod') }} as kod
    from {{ ref('int_ledger__kodsvar') }} as svar
    -- What is written of other years matters only where nothing nearer is.
    where svar.avstand <= 3 or svar.minsta_avstand = 4
),

oeniga as (
    select
        kod,
        ar
    from svar
    group by kod, ar
    having count(distinct projekt_kod) > 1
),

-- Each source once, whichever nämnd's rows asked for it.
kallor as (
    select distinct
        svar.kod,
        svar.ar,
        svar.projekt,
        svar.fil_sha256,
        svar.blad,
        svar.rad,
        case
            when svar.fil_sha256 is null then 'projektkod.csv'
            else svar.svar_namnd_kod || ' ' || cast(svar.svar_ar as string)
        end as kalla
    from svar
    inner join oeniga on svar.kod = oeniga.kod and svar.ar = oeniga.ar
),

namngivna as (
    select
        kod,
        ar,
        {{ sammanfoga("projekt || ' (' || kalla || ')'", ' och ', 'kalla, projekt') }} as projekt
    from (
        select distinct
            kod,
            ar,
            projekt,
            kalla
        from kallor
    ) as olika
    group by kod, ar
),

utfall as (
    select
        kod,
        ar,
        sum(belopp_sek) as belopp_sek,
        {{ sammanfoga(belopp_i_ord('belopp_sek') ~ " || ' på ' || projekt", ', ', 'projekt') }}
            as fordelning
    from (
        select
            bokforda.kod,
            bokforda.ar,
            coalesce(projekt.projekt, 'Okänt projekt') as projekt,
            sum(bokforda.belopp_sek) as belopp_sek
        from bokforda
        left join projekt on bokforda.projekt_kod = projekt.projekt_kod
        group by bokforda.kod, bokforda.ar, coalesce(projekt.projekt, 'Okänt projekt')
    ) as per_projekt
    group by kod, ar
),

berorda as (
    select distinct
        kod,
        ar,
        fil_sha256,
        blad,
        rad
    from kallor
    where fil_sha256 is not null
    union all
    select distinct
        bokforda.kod,
        bokforda.ar,
        bokforda.fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad
    from bokforda
    inner join oeniga on bokforda.kod = oeniga.kod and bokforda.ar = oeniga.ar
),

om_oeniga as (
    select
        berorda.fil_sha256,
        nullif(berorda.blad, '') as blad,
        berorda.rad,
        'PROJEKTKOD_OENIG' as regel,
        berorda.kod as varde,
        berorda.ar,
        namngivna.projekt as forslag,
        utfall.fordelning,
        utfall.belopp_sek
    from berorda
    inner join namngivna on berorda.kod = namngivna.kod and berorda.ar = namngivna.ar
    inner join utfall on berorda.kod = utfall.kod and berorda.ar = utfall.ar
),

-- --- codes that nobody knows ---

bokforda_ar as (
    select distinct ar from bokforda
),

kanda_rader as (
    {{ ekonomikoder(['ar', 'namnd_kod', 'projekt']) }}
),

kanda as (
    select distinct
        kod,
        ar,
        namnd_kod,
        projekt
    from kanda_rader
    union distinct
    select distinct
        {{ kodnyckel('trim(kod.projektkod)') }} as kod,
        ar.ar,
        cast(null as string) as namnd_kod,
        kod.projekt
    from {{ ref('projektkod') }} as kod
    inner join bokforda_ar as ar
        on ar.ar between coalesce(kod.fran_ar, 0) and coalesce(kod.till_ar, 9999)
),

besvarade as (
    select distinct
        projektkod,
        ar
    from {{ ref('int_ledger__kodsvar') }}
),

okanda as (
    select
        bokforda.*,
        namn.namn
    from bokforda
    left join besvarade
        on bokforda.projektkod = besvarade.projektkod and bokforda.ar = besvarade.ar
    left join {{ ref('stg_ledger__objektnamn') }} as namn
        on bokforda.fil_sha256 = namn.fil_sha256 and bokforda.projektkod = namn.projektkod
    where bokforda.projekt_kod = {{ okand('projekt') }} and besvarade.projektkod is null
),

okanda_koder as (
    select distinct
        kod,
        ar,
        namnd_kod
    from okanda
),

bokforda_koder as (
    select distinct
        kod,
        ar
    from bokforda
),

-- Codes follow each other, so that a neighbour is no likeness: only a code that the ledger has
-- nothing on is one that may have been written in another way.
obokforda as (
    select distinct
        kanda.kod,
        kanda.ar,
        kanda.namnd_kod
    from kanda
    left join bokforda_koder as bokford
        on kanda.kod = bokford.kod and kanda.ar = bokford.ar
    where bokford.kod is null
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
        kod.kod,
        kod.ar,
        kod.namnd_kod,
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
        okand.kod,
        okand.ar,
        kand.kod as kand_kod,
        min(case when okand.plats = kand.plats then 3 else 2 end) as styrka
    from okanda_former as okand
    inner join kanda_former as kand
        on
            okand.form = kand.form
            and okand.ar = kand.ar
            and (
                okand.namnd_kod = coalesce(kand.namnd_kod, okand.namnd_kod)
                or okand.namnd_kod = {{ okand('namnd') }}
            )
    where
        (
            okand.langd = kand.langd
            and okand.plats > 0
            and kand.plats = okand.plats
        )
        or (
            okand.langd = kand.langd
            and okand.plats > 0
            and kand.plats = okand.plats + 1
            and substr(okand.kod, okand.plats, 1) = substr(kand.kod, kand.plats, 1)
            and substr(okand.kod, kand.plats, 1) = substr(kand.kod, okand.plats, 1)
        )
        or (okand.langd > kand.langd and kand.plats = 0)
        or (okand.langd < kand.langd and okand.plats = 0)
    group by okand.kod, okand.ar, kand.kod
),

-- The same number with letters or words around it.
{% set siffror = "regexp_extract(kod, '^[^0-9]*([0-9]+)', 1)" %}
okanda_siffror as (
    select
        *,
        {{ siffror }} as siffror
    from okanda_koder
),

kanda_siffror as (
    select distinct
        kod,
        ar,
        {{ siffror }} as siffror
    from kanda
),

samma_siffror as (
    select distinct
        okand.kod,
        okand.ar,
        kand.kod as kand_kod,
        1 as styrka
    from okanda_siffror as okand
    inner join kanda_siffror as kand
        on okand.siffror = kand.siffror and okand.ar = kand.ar
    where length(okand.siffror) >= 3
),

liknande as (
    select
        lika.kod,
        lika.ar,
        kanda.kod as kand_kod,
        kanda.projekt,
        kanda.namnd_kod,
        lika.styrka
    from (
        select * from ett_tecken
        union distinct
        select * from samma_siffror
    ) as lika
    inner join kanda on lika.kand_kod = kanda.kod and lika.ar = kanda.ar
),

-- Or the economy system calls the code what a nämnd calls its project.
samma_namn as (
    select
        okanda.kod,
        okanda.ar,
        cast(null as string) as kand_kod,
        identitet.projekt,
        cast(null as string) as namnd_kod,
        0 as styrka
    from okanda
    inner join {{ ref('int_projekt__identitet') }} as identitet
        on {{ normaliserat_namn('okanda.namn') }} = identitet.namn_nyckel
),

-- The likeliest few: the name, the number within letters, a change of places, another sign. A code
-- that many others differ from by a sign is in a row of codes and like none of them.
rangordnade as (
    select
        kod,
        ar,
        text,
        min(styrka) as styrka,
        row_number() over (partition by kod, ar order by min(styrka), text) as plats,
        count(*) over (partition by kod, ar, min(styrka)) as antal_lika
    from (
        select
            kod,
            ar,
            styrka,
            coalesce(
                kand_kod || ' (' || projekt || coalesce(', ' || namnd_kod, '') || ')',
                'projektet ' || projekt || ', som den heter i bokföringen'
            ) as text
        from (
            select * from liknande
            union all
            select * from samma_namn
        ) as alla
    ) as texter
    group by kod, ar, text
),

forslag as (
    select
        kod,
        ar,
        {{ sammanfoga('text', ' eller ', 'plats') }} as forslag
    from rangordnade
    where plats <= 3 and (styrka < 3 or antal_lika <= 3)
    group by kod, ar
),

om_okanda as (
    select
        okanda.fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        'PROJEKTKOD_LIKNAR' as regel,
        min(okanda.projektkod) as varde,
        okanda.ar,
        min(forslag.forslag) as forslag,
        cast(null as string) as fordelning,
        sum(okanda.belopp_sek) as belopp_sek
    from okanda
    inner join forslag on okanda.kod = forslag.kod and okanda.ar = forslag.ar
    group by okanda.fil_sha256, okanda.kod, okanda.ar
),

-- --- the economy system's own name for a code, where it is another project's ---

om_namn as (
    select distinct
        bokforda.fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        'PROJEKTKOD_NAMN' as regel,
        bokforda.projektkod as varde,
        bokforda.ar,
        namn.namn as forslag,
        projekt.projekt as fordelning,
        sum(bokforda.belopp_sek) over (
            partition by bokforda.fil_sha256, bokforda.projektkod, bokforda.ar, bokforda.projekt_kod
        ) as belopp_sek
    from bokforda
    inner join projekt on bokforda.projekt_kod = projekt.projekt_kod
    inner join {{ ref('stg_ledger__objektnamn') }} as namn
        on bokforda.fil_sha256 = namn.fil_sha256 and bokforda.projektkod = namn.projektkod
    inner join {{ ref('int_projekt__identitet') }} as identitet
        on {{ normaliserat_namn('namn.namn') }} = identitet.namn_nyckel
    where identitet.projekt_kod <> bokforda.projekt_kod
),

final as (
    select
        funna.fil_sha256,
        funna.blad,
        funna.rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        funna.varde,
        {{ fyll_mall('regel.mall', {
            'kod': 'funna.varde',
            'ar': 'cast(funna.ar as string)',
            'forslag': 'funna.forslag',
            'fordelning': 'funna.fordelning',
            'belopp': belopp_i_ord('funna.belopp_sek')
        }) }} as meddelande
    from (
        select * from om_oeniga
        union all
        select * from om_okanda
        union all
        select * from om_namn
    ) as funna
    inner join {{ ref('fyndregel') }} as regel on funna.regel = regel.id
)

select * from final
