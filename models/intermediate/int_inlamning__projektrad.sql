-- The current submissions' project rows with their money in SEK. The project is still a name here.
{% set belopp = {
    'utbetalt': 'redovisat_sek',
    'formedlat': 'redovisat_formedlat_sek',
    'budget': 'budget_sek',
    'stadens_budget': 'stadens_budget_sek',
} %}
with rader as (
    select rad.*
    from {{ ref('stg_submission__projekt') }} as rad
    inner join {{ ref('int_inlamning__version') }} as inlamning
        on {{ samma_inlamning('rad', 'inlamning') }}
    where inlamning.gallande
),

kurs as (
    {{ kurser() }}
),

final as (
    select
        rader.*,
        {% for kolumn, i_kronor in belopp.items() -%}
        {{ i_sek(
            'rader.' ~ kolumn,
            'rader.' ~ kolumn ~ '_valuta',
            kolumn ~ '_kurs.sek_per_enhet'
        ) }} as {{ i_kronor }}
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from rader
    {% for kolumn in belopp -%}
    left join kurs as {{ kolumn }}_kurs
        on
            rader.{{ kolumn }}_valuta = {{ kolumn }}_kurs.valuta
            and rader.ar = {{ kolumn }}_kurs.ar
    {% endfor -%}
)

select * from final
