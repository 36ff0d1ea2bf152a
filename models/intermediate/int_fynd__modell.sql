-- Every finding that the models make, with what its rule says of it. A new subject is a model
-- int_fynd__<subject> with these columns, and a line here.
{% set amnen = [
    'int_fynd__inlamning',
    'int_fynd__inlamning_delar',
    'int_fynd__inlamning_projekt',
    'int_fynd__inlamning_blad',
    'int_fynd__andra_namnder',
    'int_fynd__andra_ar',
    'int_fynd__verifikat',
    'int_fynd__verifikat_dubbelt',
    'int_fynd__export',
    'int_fynd__samlat',
    'int_fynd__projektkod',
    'int_fynd__projektkod_delad',
    'int_fynd__bokforing',
    'int_fynd__bokforing_underlag',
    'int_fynd__deltagande',
    'int_fynd__formedling',
    'int_fynd__storlek',
    'int_fynd__okant_projekt',
    'int_fynd__utan_underlag',
] %}
with funna as (
    {% for amne in amnen -%}
    select * from {{ ref(amne) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        funna.kommun_kod,
        funna.fil_sha256,
        funna.blad,
        funna.rad,
        funna.kolumn,
        funna.regel,
        regel.allvar,
        funna.varde,
        funna.meddelande,
        regel.raknas_inte
    from funna
    inner join {{ ref('fyndregel') }} as regel
        on funna.kommun_kod = regel.kommun_kod and funna.regel = regel.id
)

select * from final
