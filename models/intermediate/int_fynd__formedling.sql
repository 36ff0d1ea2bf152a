-- What is said of money passed on to partners: where a minus or a debt is read as passed on, where
-- the nämnd and the books say two amounts, and where more went on than came in.
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
] %}

with rader as (
    select
        kalla.*,
        rad.fil_sha256,
        rad.blad,
        rad.rad,
        rad.projekt
    from {{ ref('int_deltagande__kalla') }} as kalla
    inner join {{ ref('int_deltagande__rad') }} as rad
        on {{ samma_deltagande('kalla', 'rad') }}
    where kalla.projekt_kod <> {{ okand('projekt') }}
),

-- A debt counts as a part of the grant though its account is none of the grants'.
skulder as (
    select * from {{ ref('int_ledger__formedling') }}
    where formedling = 'skuld'
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
    }]) }}
)

select * from final
