-- Which of a project version's fields are fitted: the row that the value came from says so. A value
-- that some later row states without the mark is in another version, or is the same value.
{% set varden = [
    ('bidragsnummer', 'bidragsnummer'),
    ('budget', 'budget_sek'),
    ('projektagare', 'projektagare'),
    ('slut', 'slut_datum'),
    ('stadens_budget', 'stadens_budget_sek'),
    ('start', 'start_datum'),
] %}
with rader as (
    select
        historik.kommun_kod,
        {% for _, kolumn in varden %}
        rad.{{ kolumn }} = historik.{{ kolumn }} as samma_{{ kolumn }},
        {% endfor %}
        historik.projekt_key,
        rad.anpassade_falt
    from {{ ref('int_projekt__historik') }} as historik
    inner join {{ ref('int_deltagande__rad') }} as rad
        on
            historik.kommun_kod = rad.kommun_kod
            and historik.projekt_kod = rad.projekt_kod
            and historik.till_ar >= rad.ar
    where historik.projekt_kod <> {{ okand('projekt') }} and rad.anpassade_falt is not null
),

falt as (
    {% for namn, kolumn in varden %}
    select
        kommun_kod,
        projekt_key,
        '{{ namn }}' as falt
    from rader
    where samma_{{ kolumn }} and {{ har_falt('anpassade_falt', namn) }}
    union distinct
    {% endfor %}
    select
        kommun_kod,
        projekt_key,
        'projekt' as falt
    from rader
    where {{ har_falt('anpassade_falt', 'projekt') }}
),

final as (
    select
        kommun_kod,
        projekt_key,
        {{ sammanfoga('falt', ';', 'falt') }} as anpassade_falt
    from falt
    group by kommun_kod, projekt_key
)

select * from final
