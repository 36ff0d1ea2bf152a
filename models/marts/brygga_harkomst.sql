-- The rows behind every money cell of the traced reports, adding up to the cell to the öre.
with delar as (
    {{ med_fond(ref('int_harkomst__del')) }}
),

rader as (
    {% for rapport in sparade_rapporter() %}
    select
        '{{ rapport.namn }}' as rapport,
        {{ radnyckel(rapport.nyckel) }} as radnyckel,
        roll,
        kallrad_id,
        sum(belopp_sek) as belopp_sek
    from delar
    group by {{ rapport.nyckel | join(', ') }}, roll, kallrad_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- An owner's money stands in two columns of a report: all money, and owners' money. A row belongs
-- to one participation and so to one role.
matt (roll, matt) as (
    values
    (null, 'belopp_sek'),
    {% for roll, kolumn in roll_matt() %}
    ('{{ roll }}', '{{ kolumn }}'){{ ',' if not loop.last }}
    {% endfor %}
)

select
    rader.rapport,
    rader.radnyckel,
    matt.matt,
    rader.kallrad_id,
    cast(rader.belopp_sek as decimal(18, 2)) as belopp_sek
from rader
inner join matt on matt.roll is null or rader.roll = matt.roll
