-- What is said of money passed on to partners: where a minus or a debt is read as passed on, where
-- the nämnd and the books say two amounts, where more went on than came in, where it went on to
-- another nämnd, and where the books tell of it on no participation.
{% set regler = [
    {
        'id': 'FORMEDLAT_MINUS',
        'nar': "netto_enligt = 'minus'",
        'formedlat': 'formedlat_sek',
        'belopp': 'belopp_sek',
    },
    {
        'id': 'FORMEDLAT_OLIKA',
        'nar': 'redovisat_formedlat_sek <> bokfort_formedlat_sek',
        'formedlat': 'redovisat_formedlat_sek',
        'belopp': 'bokfort_formedlat_sek',
    },
    {
        'id': 'FORMEDLAT_OVER_BIDRAG',
        'nar': 'formedlat_sek > 0 and formedlat_sek > belopp_sek',
        'formedlat': 'formedlat_sek',
        'belopp': 'belopp_sek',
    },
    {
        'id': 'FORMEDLAT_INOM_STADEN',
        'nar': "inom = 'samma'",
        'formedlat': 'formedlat_sek',
        'belopp': 'formedlat_sek',
    },
    {
        'id': 'FORMEDLAT_NASTAN_INOM_STADEN',
        'nar': "inom = 'nastan'",
        'formedlat': 'formedlat_sek',
        'belopp': 'andras_sek',
    },
    {
        'id': 'FORMEDLAT_DELVIS_INOM_STADEN',
        'nar': "inom = 'delvis'",
        'formedlat': 'formedlat_sek',
        'belopp': 'andras_sek',
    },
] %}

with kalla as (
    select * from {{ ref('int_deltagande__kalla') }}
    where projekt_kod <> {{ okand('projekt') }}
),

rader as (
    select
        kalla.*,
        inom_staden.inom,
        inom_staden.annan,
        inom_staden.andras_sek,
        rad.fil_sha256,
        rad.blad,
        rad.rad,
        rad.projekt
    from kalla
    inner join {{ ref('int_deltagande__rad') }} as rad
        on {{ samma_deltagande('kalla', 'rad') }}
    left join {{ ref('int_deltagande__formedlat_inom') }} as inom_staden
        on {{ samma_deltagande('kalla', 'inom_staden') }}
),

-- A debt counts as a part of the grant though its account is none of the grants'.
skulder as (
    select * from {{ ref('int_ledger__formedling') }}
    where formedling = 'skuld'
),

kurs as (
    {{ kurser() }}
),

-- Codes that the city has EU money on, whoever's they are.
eu_koder as (
    select
        kommun_kod,
        kod
    from {{ ref('int_projekt__ekonomikod') }}
    union distinct
    select
        kommun_kod,
        {{ kodnyckel('projektkod') }} as kod
    from {{ ref('int_ledger__bidragsrad') }}
    where projektkod is not null
),

utan_deltagande as (
    select
        rad.kommun_kod,
        rad.fil_sha256,
        rad.ar,
        coalesce(ansvar.namnd_kod, {{ okand('namnd') }}) as namnd_kod,
        rad.kod,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        sum({{ bidrag_sek('rad', 'kurs') }}) as formedlat_sek
    from {{ ref('int_ledger__formedlingsrad') }} as rad
    inner join eu_koder on rad.kommun_kod = eu_koder.kommun_kod and rad.kod = eu_koder.kod
    left join {{ ref('int_ledger__formedling') }} as med_deltagande
        on rad.kommun_kod = med_deltagande.kommun_kod and rad.kallrad_id = med_deltagande.kallrad_id
    left join {{ ref('int_ledger__ersatt') }} as ersatt
        on {{ samma_verifikat('rad', 'ersatt') }}
    left join {{ ref('int_ledger__ansvar') }} as ansvar
        on rad.kommun_kod = ansvar.kommun_kod and rad.ansvar = ansvar.ansvar and rad.ar = ansvar.ar
    left join kurs on rad.valuta = kurs.valuta and rad.ar = kurs.ar
    where med_deltagande.kallrad_id is null and ersatt.fil_sha256 is null
    group by rad.kommun_kod, rad.fil_sha256, rad.ar, ansvar.namnd_kod, rad.kod
),

{% set vems = {'namnd': 'namnd_kod', 'ar': 'cast(ar as string)'} %}
final as (
    {% for regel in regler -%}
    {{ fynd_av_regler([{
        'id': regel.id,
        'av': 'rader',
        'nar': regel.nar,
        'varde': belopp_i_ord(regel.formedlat),
        'ord': dict(
            vems,
            projekt='projekt',
            annan='annan',
            formedlat=belopp_i_ord(regel.formedlat),
            belopp=belopp_i_ord(regel.belopp)
        ),
    }]) }}
    union all
    {% endfor -%}
    {{ fynd_av_regler([{
        'id': 'FORMEDLAT_SKULD',
        'av': 'skulder',
        'rad': 'fil_rad',
        'varde': 'konto',
        'ord': dict(vems, konto='konto', formedlat=belopp_i_ord('formedlat_sek')),
    }, {
        'id': 'FORMEDLAT_UTAN_BIDRAG',
        'av': 'utan_deltagande',
        'nar': 'formedlat_sek <> 0',
        'varde': 'kod',
        'ord': dict(
            vems,
            namnd="case namnd_kod when " ~ okand('namnd') ~ " then 'okänd nämnd' else namnd_kod end",
            kod='kod',
            formedlat=belopp_i_ord('formedlat_sek')
        ),
    }]) }}
)

select * from final
