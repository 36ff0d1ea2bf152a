-- Participations that say two things: an owner who names another owner, a project with two known
-- funds in one year, and a project whose fund one nämnd gave and another left out.
with rader as (
    select * from {{ ref('int_deltagande__rad') }}
),

egna_namn as (
    select
        kommun_kod,
        namnd_kod,
        {{ normaliserat_namn('alias') }} as namn
    from {{ ref('namnd_alias') }}
    union distinct
    select
        kommun_kod,
        namnd_kod,
        {{ normaliserat_namn('namnd_kod') }} as namn
    from {{ ref('namnd') }}
),

stadens_namn as (
    select
        kommun_kod,
        {{ normaliserat_namn('kommun') }} as namn
    from {{ ref('kommun') }}
),

namngivna as (
    select
        *,
        {{ normaliserat_namn('projektagare') }} as agare_norm
    from rader
    where roll = 'agare' and {{ putsad('projektagare') }} <> ''
),

-- A part of the nämnd's own office, or anything called after the city, is the nämnd itself.
egna as (
    select distinct
        namngivna.kommun_kod,
        namngivna.kallrad_id
    from namngivna
    inner join egna_namn
        on
            namngivna.kommun_kod = egna_namn.kommun_kod
            and namngivna.namnd_kod = egna_namn.namnd_kod
            and substr(namngivna.agare_norm, 1, length(egna_namn.namn)) = egna_namn.namn
    union distinct
    select distinct
        namngivna.kommun_kod,
        namngivna.kallrad_id
    from namngivna
    inner join stadens_namn
        on
            namngivna.kommun_kod = stadens_namn.kommun_kod
            and substr(namngivna.agare_norm, 1, length(stadens_namn.namn)) = stadens_namn.namn
),

andra_agare as (
    select namngivna.*
    from namngivna
    left join egna
        on namngivna.kommun_kod = egna.kommun_kod and namngivna.kallrad_id = egna.kallrad_id
    where egna.kallrad_id is null
),

kanda_fonder as (
    select distinct
        kommun_kod,
        projekt_kod,
        ar,
        namnd_kod,
        fond_kod
    from rader
    where projekt_kod <> {{ okand('projekt') }} and fond_kod <> {{ okand('fond') }}
),

projektens_fonder as (
    select
        kanda.kommun_kod,
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
    group by kanda.kommun_kod, kanda.projekt_kod, kanda.ar
),

med_fonder as (
    select
        rader.*,
        fonder.antal_fonder,
        fonder.fond,
        fonder.namnder,
        fonder.fonder
    from rader
    inner join projektens_fonder as fonder
        on
            rader.kommun_kod = fonder.kommun_kod
            and rader.projekt_kod = fonder.projekt_kod
            and rader.ar = fonder.ar
),

{% set projekt_ar = {'projekt': 'projekt', 'ar': 'cast(ar as string)'} %}
final as (
    {{ fynd_av_regler([
        {
            'id': 'AGARE_ANNAN',
            'av': 'andra_agare',
            'varde': 'projektagare',
            'ord': {'agare': 'projektagare', 'namnd': 'namnd_kod', 'projekt': 'projekt'},
        },
        {
            'id': 'FOND_OLIKA',
            'av': 'med_fonder',
            'nar': 'antal_fonder > 1 and fond_kod <> ' ~ okand('fond'),
            'varde': 'fond_kod',
            'ord': dict(projekt_ar, fonder='fonder'),
        },
        {
            'id': 'FOND_HOS_ANNAN_NAMND',
            'av': 'med_fonder',
            'nar': 'antal_fonder = 1 and fond_kod = ' ~ okand('fond'),
            'varde': 'fond_kod',
            'ord': dict(projekt_ar, fond='fond', namnder='namnder'),
        },
    ]) }}
)

select * from final
