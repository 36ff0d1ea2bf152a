-- Reported amounts that are not the booked ones, each with the cause that a rule of
-- macros/avstamning.sql recognises; where several hold, the first in the seed's order is told. A
-- cause is a suggestion: the ledger does not say why.
with deltaganden as (
    select
        *,
        coalesce(bokfort_sek, 0) as kant_bokfort_sek,
        cast(coalesce(redovisat_sek, 0) - coalesce(bokfort_sek, 0) as decimal(18, 2))
            as skillnad_sek
    from {{ ref('int_deltagande') }}
    where
        bokfort_sek is not null
        or (tackning <> 'ingen' and redovisat_sek is not null)
        or belopp_kalla = 'annan_namnd'
),

bokningar as (
    select * from {{ ref('int_ledger__utbetalning') }}
),

bokforda as (
    select distinct
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar
    from bokningar
),

skillnader as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        redovisad,
        redovisat_sek,
        belopp_kalla,
        tackning,
        formedlat_sek,
        skillnad_sek,
        kant_bokfort_sek as bokfort_sek
    from deltaganden
    where skillnad_sek <> 0
),

i_annan_valuta as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        min(valuta) as valuta
    from {{ ref('int_harkomst__kallrad') }}
    where typ = 'submission' and valuta <> 'SEK' and belopp_original is not null
    group by kommun_kod, projekt_kod, namnd_kod, ar
),

i_staden as (
    select
        kommun_kod,
        projekt_kod,
        ar,
        sum(skillnad_sek) as skillnad_sek,
        count(*) filter (where skillnad_sek <> 0) as antal_skillnader,
        sum(bokfort_sek) as bokfort_sek
    from deltaganden
    where projekt_kod <> {{ okand('projekt') }}
    group by kommun_kod, projekt_kod, ar
),

inlamnade as (
    select distinct
        kommun_kod,
        namnd_kod,
        ar
    from {{ ref('int_inlamning__version') }}
),

-- Codes of bookings on the unknown project: one that several projects share is known, and tells
-- nothing.
delade_koder as (
    select distinct
        bokningar.kommun_kod,
        bokningar.namnd_kod,
        bokningar.ar
    from bokningar
    inner join {{ ref('int_projekt__ekonomikod') }} as kod
        on
            {{ samma_kolumner('bokningar', 'kod', ['namnd_kod', 'ar']) }}
            and {{ kodnyckel('bokningar.projektkod') }} = kod.kod
    where bokningar.projekt_kod = {{ okand('projekt') }} and kod.antal_projekt > 1
),

underlag as (
    select
        skillnader.*,
        arsskiften.datum as arsskifte_datum,
        arsskiften.belopp_sek as arsskifte_sek,
        cast(kurser.sek_per_enhet as decimal(38, 6)) as eurokurs,
        i_annan_valuta.valuta as annan_valuta,
        i_staden.skillnad_sek as projektets_skillnad_sek,
        i_staden.antal_skillnader as projektets_skillnader,
        i_staden.bokfort_sek as projektets_bokfort_sek,
        utan_kod.bokfort_sek as utan_kod_sek,
        delade_koder.ar is not null as ar_kod_delad,
        bokforda.ar is not null as ar_bokfort,
        inlamnade.ar is not null as ar_inlamnad
    from skillnader
    left join {{ ref('int_avstamning__arsskifte') }} as arsskiften
        on {{ samma_deltagande('skillnader', 'arsskiften') }}
    left join i_annan_valuta on {{ samma_deltagande('skillnader', 'i_annan_valuta') }}
    left join bokforda on {{ samma_deltagande('skillnader', 'bokforda') }}
    left join i_staden on {{ samma_kolumner('skillnader', 'i_staden', ['projekt_kod', 'ar']) }}
    left join inlamnade on {{ samma_kolumner('skillnader', 'inlamnade', ['namnd_kod', 'ar']) }}
    left join delade_koder
        on {{ samma_kolumner('skillnader', 'delade_koder', ['namnd_kod', 'ar']) }}
    left join deltaganden as utan_kod
        on
            {{ samma_kolumner('skillnader', 'utan_kod', ['namnd_kod', 'ar']) }}
            and utan_kod.projekt_kod = {{ okand('projekt') }}
    left join {{ ref('valutakurs') }} as kurser
        on skillnader.ar = kurser.ar and upper(kurser.valuta) = 'EUR'
),

traffar as (
    {% for id, villkor, mening in regler_skillnad() %}
    select
        *,
        '{{ id }}' as regel_id,
        {{ mening }} as mening
    from underlag
    where {{ villkor }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

rangordnade as (
    select
        traffar.*,
        coalesce(traffar.mening, regel.beskrivning) as orsak,
        row_number() over (
            partition by traffar.kommun_kod, traffar.projekt_kod, traffar.namnd_kod, traffar.ar
            order by regel.ordning
        ) as plats
    from traffar
    inner join {{ ref('avstamningsregel') }} as regel
        on traffar.kommun_kod = regel.kommun_kod and traffar.regel_id = regel.id
)

select
    kommun_kod,
    projekt_kod,
    namnd_kod,
    ar,
    skillnad_sek,
    regel_id,
    orsak
from rangordnade
where plats = 1
