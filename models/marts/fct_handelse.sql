with keys as (
    select
        handelse.*,
        namnd.namnd_key
    from {{ ref('int_handelse') }} as handelse
    left join {{ ref('int_namnd__giltighet') }} as namnd
        on
            handelse.namnd_kod = namnd.namnd_kod
            and handelse.ar between namnd.fran_ar and namnd.till_ar
),

final as (
    select
        kallrad_id,
        namnd_key,
        cast(ar as integer) as ar,
        cast(namnd_kod as string) as namnd_kod,
        cast(typ as string) as typ,
        datum,
        cast(datum_precision as string) as datum_precision,
        cast(plats as string) as plats,
        cast(antal as bigint) as antal
    from keys
)

select * from final
