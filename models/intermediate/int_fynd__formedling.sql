-- What is said of money passed on to partners: where a minus or a debt is read as passed on, where
-- the nämnd and the books say two amounts, where more went on than came in, where it went on to
-- another nämnd, and where the books tell of it on no participation.
with kalla as (
    select * from {{ ref('int_deltagande__kalla') }}
    where projekt_kod <> {{ okand('projekt') }}
),

rader as (
    select * from {{ ref('int_deltagande__rad') }}
),

-- To the öre what another nämnd got for the same project: then the city's gross has it twice.
inom_staden as (
    select
        kalla.projekt_kod,
        kalla.namnd_kod,
        kalla.ar,
        kalla.formedlat_sek,
        {{ sammanfoga('andra.namnd_kod', ', ', 'andra.namnd_kod') }} as annan
    from kalla
    inner join kalla as andra
        on
            kalla.projekt_kod = andra.projekt_kod
            and kalla.ar = andra.ar
            and kalla.namnd_kod <> andra.namnd_kod
            and kalla.formedlat_sek = andra.belopp_sek
    where kalla.formedlat_sek > 0
    group by kalla.projekt_kod, kalla.namnd_kod, kalla.ar, kalla.formedlat_sek
),

lagen as (
    select
        'FORMEDLAT_MINUS' as regel,
        projekt_kod,
        namnd_kod,
        ar,
        formedlat_sek as ena_sek,
        belopp_sek as andra_sek,
        cast(null as string) as annan
    from kalla
    where netto_enligt = 'minus'
    union all
    select
        'FORMEDLAT_OLIKA' as regel,
        projekt_kod,
        namnd_kod,
        ar,
        redovisat_formedlat_sek as ena_sek,
        bokfort_formedlat_sek as andra_sek,
        cast(null as string) as annan
    from kalla
    where redovisat_formedlat_sek <> bokfort_formedlat_sek
    union all
    select
        'FORMEDLAT_OVER_BIDRAG' as regel,
        projekt_kod,
        namnd_kod,
        ar,
        formedlat_sek as ena_sek,
        belopp_sek as andra_sek,
        cast(null as string) as annan
    from kalla
    where formedlat_sek > 0 and formedlat_sek > belopp_sek
    union all
    select
        'FORMEDLAT_INOM_STADEN' as regel,
        projekt_kod,
        namnd_kod,
        ar,
        formedlat_sek as ena_sek,
        formedlat_sek as andra_sek,
        annan
    from inom_staden
),

pa_underlag as (
    select
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        {{ belopp_i_ord('lagen.ena_sek') }} as varde,
        {{ fyll_mall('regel.mall', {
            'projekt': 'rader.projekt',
            'namnd': 'lagen.namnd_kod',
            'ar': 'cast(lagen.ar as string)',
            'annan': 'lagen.annan',
            'formedlat': belopp_i_ord('lagen.ena_sek'),
            'belopp': belopp_i_ord('lagen.andra_sek')
        }) }} as meddelande
    from lagen
    inner join rader
        on
            lagen.projekt_kod = rader.projekt_kod
            and lagen.namnd_kod = rader.namnd_kod
            and lagen.ar = rader.ar
    inner join {{ ref('fyndregel') }} as regel on lagen.regel = regel.id
),

-- A debt counts as a part of the grant though its account is none of the grants'.
skulder as (
    select
        rad.fil_sha256,
        rad.blad,
        rad.fil_rad as rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        rad.konto as varde,
        {{ fyll_mall('regel.mall', {
            'konto': 'rad.konto',
            'namnd': 'rad.namnd_kod',
            'ar': 'cast(rad.ar as string)',
            'formedlat': belopp_i_ord('rad.formedlat_sek')
        }) }} as meddelande
    from {{ ref('int_ledger__formedling') }} as rad
    inner join {{ ref('fyndregel') }} as regel on regel.id = 'FORMEDLAT_SKULD'
    where rad.formedling = 'skuld'
),

kurs as (
    select
        upper(valuta) as valuta,
        ar,
        sek_per_enhet
    from {{ ref('valutakurs') }}
),

-- Codes that the city has EU money on, whoever's they are.
eu_koder as (
    select kod
    from {{ ref('int_projekt__ekonomikod') }}
    union distinct
    select {{ kodnyckel('projektkod') }} as kod
    from {{ ref('int_ledger__bidragsrad') }}
    where projektkod is not null
),

utan_deltagande as (
    select
        rad.fil_sha256,
        rad.ar,
        coalesce(ansvar.namnd_kod, {{ okand('namnd') }}) as namnd_kod,
        rad.kod,
        sum({{ bidrag_sek('rad', 'kurs') }}) as formedlat_sek
    from {{ ref('int_ledger__formedlingsrad') }} as rad
    inner join eu_koder on rad.kod = eu_koder.kod
    left join {{ ref('int_ledger__formedling') }} as med_deltagande
        on rad.kallrad_id = med_deltagande.kallrad_id
    left join {{ ref('int_ledger__ersatt') }} as ersatt
        on {{ samma_verifikat('rad', 'ersatt') }}
    left join {{ ref('int_ledger__ansvar') }} as ansvar
        on rad.ansvar = ansvar.ansvar and rad.ar = ansvar.ar
    left join kurs on rad.valuta = kurs.valuta and rad.ar = kurs.ar
    where med_deltagande.kallrad_id is null and ersatt.fil_sha256 is null
    group by rad.fil_sha256, rad.ar, ansvar.namnd_kod, rad.kod
),

i_exporten as (
    select
        utan_deltagande.fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        utan_deltagande.kod as varde,
        {{ fyll_mall('regel.mall', {
            'kod': 'utan_deltagande.kod',
            'namnd': "case utan_deltagande.namnd_kod when " ~ okand('namnd') ~ " then 'okänd nämnd' else utan_deltagande.namnd_kod end",
            'ar': 'cast(utan_deltagande.ar as string)',
            'formedlat': belopp_i_ord('utan_deltagande.formedlat_sek')
        }) }} as meddelande
    from utan_deltagande
    inner join {{ ref('fyndregel') }} as regel on regel.id = 'FORMEDLAT_UTAN_BIDRAG'
    where utan_deltagande.formedlat_sek <> 0
),

final as (
    select * from pa_underlag
    union all
    select * from skulder
    union all
    select * from i_exporten
)

select * from final
