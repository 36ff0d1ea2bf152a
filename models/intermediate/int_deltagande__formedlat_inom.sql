-- What a nämnd passed on beside what the city's other nämnder got for the same project: the city's
-- gross has it twice, or the one's figure and the others' do not agree. One row per participation.
{% set deltagande = ['kommun_kod', 'projekt_kod', 'namnd_kod', 'ar'] %}

with kalla as (
    select * from {{ ref('int_deltagande__kalla') }}
    where projekt_kod <> {{ okand('projekt') }}
),

agare as (
    select distinct
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar
    from {{ ref('int_deltagande__rad') }}
    where roll = 'agare'
),

andras as (
    select
        kalla.kommun_kod,
        kalla.projekt_kod,
        kalla.namnd_kod,
        kalla.ar,
        kalla.formedlat_sek,
        andra.namnd_kod as annan,
        andra.belopp_sek,
        agare.namnd_kod is not null as ar_agare
    from kalla
    inner join kalla as andra
        on
            {{ samma_kolumner('kalla', 'andra', ['projekt_kod', 'ar']) }}
            and kalla.namnd_kod <> andra.namnd_kod
            and andra.belopp_sek > 0
    left join agare on {{ samma_deltagande('andra', 'agare') }}
    where kalla.formedlat_sek > 0
),

-- Each other nämnd alone, and all that are parts together.
mottagare as (
    select
        {{ deltagande | join(', ') }},
        formedlat_sek,
        annan,
        belopp_sek as andras_sek,
        ar_agare,
        false as ar_alla
    from andras
    union all
    select
        {{ deltagande | join(', ') }},
        formedlat_sek,
        {{ sammanfoga('annan', ', ', 'annan') }} as annan,
        sum(belopp_sek) as andras_sek,
        false as ar_agare,
        true as ar_alla
    from andras
    where not ar_agare
    group by {{ deltagande | join(', ') }}, formedlat_sek
),

-- What is the same to the öre says most; then what all got together, within five per cent; then
-- that the city's nämnder got a part of it.
liknade as (
    select
        *,
        case
            when andras_sek = formedlat_sek and not ar_alla then 1
            when andras_sek = formedlat_sek then 2
            when ar_agare then null
            when abs(andras_sek - formedlat_sek) * 20 <= formedlat_sek and ar_alla then 3
            when abs(andras_sek - formedlat_sek) * 20 <= formedlat_sek then 4
            when ar_alla and andras_sek < formedlat_sek then 5
        end as rang
    from mottagare
),

forst as (
    select
        *,
        min(rang) over (partition by {{ deltagande | join(', ') }}) as forsta_rang
    from liknade
),

final as (
    select
        {{ deltagande | join(', ') }},
        case when rang <= 2 then 'samma' when rang <= 4 then 'nastan' else 'delvis' end as inom,
        {{ sammanfoga('annan', ', ', 'annan') }} as annan,
        sum(andras_sek) as andras_sek
    from forst
    where rang = forsta_rang
    group by {{ deltagande | join(', ') }}, rang
)

select * from final
