-- Every finding that the models make, with what its rule says of it. A new subject is a model
-- int_fynd__<subject> with these columns, and a line here.
with funna as (
    select * from {{ ref('int_fynd__inlamning') }}
    union all
    select * from {{ ref('int_fynd__inlamning_projekt') }}
    union all
    select * from {{ ref('int_fynd__inlamning_blad') }}
    union all
    select * from {{ ref('int_fynd__verifikat') }}
    union all
    select * from {{ ref('int_fynd__export') }}
    union all
    select * from {{ ref('int_fynd__projektkod') }}
    union all
    select * from {{ ref('int_fynd__bokforing') }}
    union all
    select * from {{ ref('int_fynd__deltagande') }}
    union all
    select * from {{ ref('int_fynd__formedling') }}
    union all
    select * from {{ ref('int_fynd__storlek') }}
    union all
    select * from {{ ref('int_fynd__okant_projekt') }}
),

final as (
    select
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
    inner join {{ ref('fyndregel') }} as regel on funna.regel = regel.id
)

select * from final
