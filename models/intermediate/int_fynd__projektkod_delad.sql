-- A code of the economy system that nämnder give to several projects, said at each row that has it.
-- Of codes that are booked int_fynd__projektkod tells.
with koder_per_rad as (
    {{ ekonomikoder(['fil_sha256', 'blad', 'rad', 'namnd_kod', 'ar']) }}
),

bokforda_koder as (
    select distinct
        kommun_kod,
        kod,
        ar
    from {{ ref('int_ledger__bokford_kod') }}
),

projektnamn as (
    select
        kommun_kod,
        projekt_kod,
        ar,
        min(projekt) as projekt
    from {{ ref('int_deltagande__rad') }}
    group by kommun_kod, projekt_kod, ar
),

delade_koder as (
    select
        kod.kommun_kod,
        kod.kod,
        kod.namnd_kod,
        kod.ar,
        count(*) as antal,
        {{ sammanfoga('coalesce(projektnamn.projekt, kod.projekt_kod)', ', ', 'kod.projekt_kod') }}
            as projekten
    from {{ ref('int_projekt__ekonomikod') }} as kod
    left join projektnamn
        on
            kod.kommun_kod = projektnamn.kommun_kod
            and kod.projekt_kod = projektnamn.projekt_kod
            and kod.ar = projektnamn.ar
    left join bokforda_koder
        on
            kod.kommun_kod = bokforda_koder.kommun_kod
            and kod.kod = bokforda_koder.kod
            and kod.ar = bokforda_koder.ar
    where kod.antal_projekt > 1 and bokforda_koder.kod is null
    group by kod.kommun_kod, kod.kod, kod.namnd_kod, kod.ar
),

rader as (
    select
        koder_per_rad.*,
        delade_koder.antal,
        delade_koder.projekten
    from koder_per_rad
    inner join delade_koder
        on {{ samma_kolumner('koder_per_rad', 'delade_koder', ['kod', 'namnd_kod', 'ar']) }}
),

final as (
    {{ fynd_av_regler([{
        'id': 'PROJEKTKOD_DELAD',
        'av': 'rader',
        'varde': 'kod',
        'ord': {'kod': 'kod', 'antal': 'cast(antal as string)', 'projekten': 'projekten'},
    }]) }}
)

select * from final
