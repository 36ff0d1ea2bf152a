with gallande as (
    select * from {{ ref('int_samverkanspart') }}
),

keys as (
    {{ bladets_nycklar('gallande') }}
),

final as (
    select
        kommun_kod,
        kallrad_id,
        {{ projekt_namnd_och_ar() }},
        cast(projekt as string) as projekt_text,
        cast(part_kod as string) as part_kod,
        cast(coalesce(part, 'Okänd partner') as string) as part,
        cast(land_kod as string) as land_kod,
        cast(land as string) as land,
        cast(typ as string) as typ
    from keys
)

select * from final
