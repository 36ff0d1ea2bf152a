-- What is said of money passed on to partners: where a minus or a debt is read as passed on, where
-- the nämnd and the books say two amounts, and where more went on than came in.
with kalla as (
    select * from {{ ref('int_deltagande__kalla') }}
    where projekt_kod <> {{ okand('projekt') }}
),

rader as (
    select * from {{ ref('int_deltagande__rad') }}
),

lagen as (
    select
        'FORMEDLAT_MINUS' as regel,
        projekt_kod,
        namnd_kod,
        ar,
        formedlat_sek as ena_sek,
        belopp_sek as andra_sek
    from kalla
    where netto_enligt = 'minus'
    union all
    select
        'FORMEDLAT_OLIKA' as regel,
        projekt_kod,
        namnd_kod,
        ar,
        redovisat_formedlat_sek as ena_sek,
        bokfort_formedlat_sek as andra_sek
    from kalla
    where redovisat_formedlat_sek <> bokfort_formedlat_sek
    union all
    select
        'FORMEDLAT_OVER_BIDRAG' as regel,
        projekt_kod,
        namnd_kod,
        ar,
        formedlat_sek as ena_sek,
        belopp_sek as andra_sek
    from kalla
    where formedlat_sek > 0 and formedlat_sek > belopp_sek
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

final as (
    select * from pa_underlag
    union all
    select * from skulder
)

select * from final
