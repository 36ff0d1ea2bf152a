with keys as (
    select
        arende.*,
        namnd.namnd_key
    from {{ ref('int_arende') }} as arende
    {{ arets_namnd('arende') }}
),

final as (
    select
        kommun_kod,
        {{ namnd_och_ar() }},
        cast(ordning as integer) as ordning,
        cast(arendedel as string) as arendedel,
        cast(rubrik as string) as rubrik,
        datum,
        cast(datum_precision as string) as datum_precision,
        cast(text as string) as text,
        kallrad_id
    from keys
)

select * from final
