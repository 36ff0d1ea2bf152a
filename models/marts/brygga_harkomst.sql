-- The rows behind every money cell of the traced reports, adding up to the cell to the öre. A row
-- of a report and a source row a row, its measures as columns: an owner's money stands in two of
-- them, all money and owners' money, and no sum of a column counts it twice.
with delar as (
    {{ med_fond(ref('int_harkomst__del')) }}
),

rader as (
    {% for rapport in sparade_rapporter() %}
    select
        kommun_kod,
        '{{ rapport.namn }}' as rapport,
        {{ radnyckel(rapport.nyckel) }} as radnyckel,
        {% for roll, kolumn in roll_matt() %}
        cast(sum(belopp_sek) filter (where roll = '{{ roll }}') as decimal(18, 2)) as {{ kolumn }},
        {% endfor %}
        cast(sum(belopp_sek) as decimal(18, 2)) as belopp_sek,
        kallrad_id
    from delar
    group by kommun_kod, {{ rapport.nyckel | join(', ') }}, kallrad_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from rader
