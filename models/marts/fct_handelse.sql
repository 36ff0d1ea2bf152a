with keys as (
    select
        handelse.*,
        namnd.namnd_key
    from {{ ref('int_handelse') }} as handelse
    {{ arets_namnd('handelse') }}
),

final as (
    select
        kommun_kod,
        kallrad_id,
        {{ namnd_och_ar() }},
        cast(typ as string) as typ,
        datum,
        cast(datum_precision as string) as datum_precision,
        cast(plats as string) as plats,
        cast(antal as bigint) as antal
    from keys
)

select * from final
