-- Participations that say two things: an owner who names another owner, a project with two known
-- funds in one year, and a project whose fund one nämnd gave and another left out.
with rader as (
    select * from {{ ref('int_deltagande__rad') }}
),

egna_namn as (
    select
        namnd_kod,
        {{ normaliserat_namn('alias') }} as namn
    from {{ ref('namnd_alias') }}
    union distinct
    select
        namnd_kod,
        {{ normaliserat_namn('namnd_kod') }} as namn
    from {{ ref('namnd') }}
),

stadens_namn as (
    select {{ normaliserat_namn('kommun') }} as namn
    from {{ ref('kommun') }}
),

namngivna as (
    select
        *,
        {{ normaliserat_namn('projektagare') }} as agare_norm
    from rader
    where roll = 'agare' and trim(projektagare) <> ''
),

-- A part of the nämnd's own office, or anything called after the city, is the nämnd itself.
egna as (
    select distinct namngivna.kallrad_id
    from namngivna
    inner join egna_namn
        on
            namngivna.namnd_kod = egna_namn.namnd_kod
            and substr(namngivna.agare_norm, 1, length(egna_namn.namn)) = egna_namn.namn
    union distinct
    select distinct namngivna.kallrad_id
    from namngivna
    inner join stadens_namn
        on substr(namngivna.agare_norm, 1, length(stadens_namn.namn)) = stadens_namn.namn
),

andra_agare as (
    select
        namngivna.fil_sha256,
        namngivna.blad,
        namngivna.rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        namngivna.projektagare as varde,
        {{ fyll_mall('regel.mall', {
            'agare': 'namngivna.projektagare',
            'namnd': 'namngivna.namnd_kod',
            'projekt': 'namngivna.projekt'
        }) }} as meddelande
    from namngivna
    left join egna on namngivna.kallrad_id = egna.kallrad_id
    inner join {{ ref('fyndregel') }} as regel on regel.id = 'AGARE_ANNAN'
    where egna.kallrad_id is null
),

kanda_fonder as (
    select distinct
        projekt_kod,
        ar,
        namnd_kod,
        fond_kod
    from rader
    where projekt_kod <> {{ okand('projekt') }} and fond_kod <> {{ okand('fond') }}
),

fonder as (
    select
        kanda.projekt_kod,
        kanda.ar,
        count(distinct kanda.fond_kod) as antal_fonder,
        min(fond.fond) as fond,
        {{ sammanfoga('kanda.namnd_kod', ', ', 'kanda.namnd_kod, kanda.fond_kod') }} as namnder,
        {{ sammanfoga(
            "fond.fond || ' (' || kanda.namnd_kod || ')'", ', ', 'kanda.namnd_kod, kanda.fond_kod'
        ) }}
            as fonder
    from kanda_fonder as kanda
    inner join {{ ref('fond') }} as fond on kanda.fond_kod = fond.fond_kod
    group by kanda.projekt_kod, kanda.ar
),

olika_fonder as (
    select
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        rader.fond_kod as varde,
        {{ fyll_mall('regel.mall', {
            'projekt': 'rader.projekt',
            'ar': 'cast(rader.ar as string)',
            'fonder': 'fonder.fonder'
        }) }} as meddelande
    from rader
    inner join fonder on rader.projekt_kod = fonder.projekt_kod and rader.ar = fonder.ar
    inner join {{ ref('fyndregel') }} as regel on regel.id = 'FOND_OLIKA'
    where fonder.antal_fonder > 1 and rader.fond_kod <> {{ okand('fond') }}
),

-- What is not written is not known, also where another nämnd's row tells what it most likely is.
utelamnade_fonder as (
    select
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        rader.fond_kod as varde,
        {{ fyll_mall('regel.mall', {
            'projekt': 'rader.projekt',
            'ar': 'cast(rader.ar as string)',
            'fond': 'fonder.fond',
            'namnder': 'fonder.namnder'
        }) }} as meddelande
    from rader
    inner join fonder on rader.projekt_kod = fonder.projekt_kod and rader.ar = fonder.ar
    inner join {{ ref('fyndregel') }} as regel on regel.id = 'FOND_HOS_ANNAN_NAMND'
    where fonder.antal_fonder = 1 and rader.fond_kod = {{ okand('fond') }}
),

final as (
    select * from andra_agare
    union all
    select * from olika_fonder
    union all
    select * from utelamnade_fonder
)

select * from final
