-- Where each row that counts stands (file, sheet and row), what it counts in, and what its cells
-- say. Rows of the sheets beside the project table carry no money.
{% set blad = [
    'indikator', 'handelse', 'natverk', 'samverkan', 'part', 'personal', 'ansokan'
] %}
{% set med_projekt = ['indikator', 'part', 'personal'] %}

with

filer as (

    select * from {{ ref('stg_raw__fil') }}

),

kurser as (

    select
        upper(valuta) as valuta,
        ar,
        sek_per_enhet
    from {{ ref('valutakurs') }}

),

inlamnade as (

    select
        rader.kommun_kod,
        rader.kallrad_id,
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        'submission' as typ,
        rader.ar,
        rader.namnd_kod,
        rader.projekt_kod,
        rader.fond_kod,
        rader.roll,
        ord.projekt_text,
        ord.namnd_text,
        ord.fond_text,
        ord.roll_text,
        cast(null as string) as konto_namn,
        cast(null as string) as ansvar_namn,
        cast(null as string) as projektkod_namn,
        ord.utbetalt_text as belopp_text,
        ord.utbetalt as belopp_original,
        ord.utbetalt_valuta as valuta,
        case when ord.utbetalt_valuta <> 'SEK' then kurser.sek_per_enhet end as kurs,
        rader.redovisat_sek as belopp_sek,
        ord.innehall_hash
    from {{ ref('int_deltagande__rad') }} as rader
    inner join {{ ref('stg_submission__ordalydelse') }} as ord
        on rader.kommun_kod = ord.kommun_kod and rader.kallrad_id = ord.kallrad_id
    left join kurser
        on
            ord.utbetalt_valuta = kurser.valuta
            and rader.ar = kurser.ar

),

bokforda as (

    select
        utbetalningar.kommun_kod,
        utbetalningar.kallrad_id,
        ord.fil_sha256,
        ord.blad,
        ord.fil_rad as rad,
        'ledger' as typ,
        utbetalningar.ar,
        utbetalningar.namnd_kod,
        utbetalningar.projekt_kod,
        cast(null as string) as fond_kod,
        cast(null as string) as roll,
        ord.projektkod_text as projekt_text,
        ord.ansvar_text as namnd_text,
        cast(null as string) as fond_text,
        cast(null as string) as roll_text,
        konton.namn as konto_namn,
        ansvar.namn as ansvar_namn,
        koder.namn as projektkod_namn,
        cast(null as string) as belopp_text,
        coalesce(ord.belopp, ord.belopp_valuta) as belopp_original,
        case when ord.belopp is null then utbetalningar.valuta else 'SEK' end as valuta,
        case
            when ord.belopp is null and utbetalningar.valuta <> 'SEK'
                then kurser.sek_per_enhet
        end as kurs,
        utbetalningar.belopp_sek,
        {{ hash_som_text('ord.innehall_nummer') }} as innehall_hash
    from {{ ref('int_ledger__utbetalning') }} as utbetalningar
    inner join {{ ref('int_ledger__kontorad') }} as ord
        on utbetalningar.kommun_kod = ord.kommun_kod and utbetalningar.kallrad_id = ord.kallrad_id
    left join {{ ref('stg_ledger__kontonamn') }} as konton
        on
            ord.kommun_kod = konton.kommun_kod
            and ord.fil_sha256 = konton.fil_sha256
            and ord.konto = konton.konto
    left join {{ ref('stg_ledger__ansvarsnamn') }} as ansvar
        on
            ord.kommun_kod = ansvar.kommun_kod
            and ord.fil_sha256 = ansvar.fil_sha256
            and ord.ansvar_text = ansvar.ansvar
    left join {{ ref('stg_ledger__objektnamn') }} as koder
        on
            ord.kommun_kod = koder.kommun_kod
            and ord.fil_sha256 = koder.fil_sha256
            and ord.projektkod_text = koder.projektkod
    left join kurser
        on
            utbetalningar.valuta = kurser.valuta
            and utbetalningar.ar = kurser.ar

),

ovriga as (

    {% for namn in blad %}
    select
        kommun_kod,
        kallrad_id,
        fil_sha256,
        blad,
        rad,
        ar,
        namnd_kod,
        {{ 'projekt' if namn in med_projekt else 'cast(null as string)' }} as projekt
    from ({{ gallande_rader(ref('stg_submission__' ~ namn), namn) }}) as {{ namn }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

utan_belopp as (

    select
        ovriga.kommun_kod,
        ovriga.kallrad_id,
        ovriga.fil_sha256,
        ovriga.blad,
        ovriga.rad,
        'submission' as typ,
        ovriga.ar,
        ovriga.namnd_kod,
        case when not namn.ar_okant then identitet.projekt_kod end as projekt_kod,
        cast(null as string) as fond_kod,
        cast(null as string) as roll,
        ovriga.projekt as projekt_text,
        cast(null as string) as namnd_text,
        cast(null as string) as fond_text,
        cast(null as string) as roll_text,
        cast(null as string) as konto_namn,
        cast(null as string) as ansvar_namn,
        cast(null as string) as projektkod_namn,
        cast(null as string) as belopp_text,
        cast(null as decimal(18, 2)) as belopp_original,
        cast(null as string) as valuta,
        cast(null as decimal(18, 6)) as kurs,
        cast(null as decimal(18, 2)) as belopp_sek,
        cast(null as string) as innehall_hash
    from ovriga
    left join {{ ref('int_projekt__namn') }} as namn
        on
            ovriga.kommun_kod = namn.kommun_kod
            and ovriga.projekt = namn.projekt
            and ovriga.ar = namn.ar
    left join {{ ref('int_projekt__identitet') }} as identitet
        on namn.kommun_kod = identitet.kommun_kod and namn.namn_nyckel = identitet.namn_nyckel

),

rader as (

    select * from inlamnade
    union all
    select * from bokforda
    union all
    select * from utan_belopp

)

select
    rader.*,
    filer.fil,
    filer.inlast_tid
from rader
inner join filer on rader.kommun_kod = filer.kommun_kod and rader.fil_sha256 = filer.fil_sha256
