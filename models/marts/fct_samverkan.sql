with keys as (
    select
        samverkan.*,
        {{ nyckel([
            'samverkan.kommun_kod', 'samverkan.namnd_kod', 'samverkan.ar', 'samverkan.typ_kod'
        ]) }} as samverkan_key,
        namnd.namnd_key
    from {{ ref('int_samverkan') }} as samverkan
    {{ arets_namnd('samverkan') }}
),

final as (
    select
        kommun_kod,
        samverkan_key,
        namnd_key,
        cast(ar as integer) as ar,
        cast(namnd_kod as string) as namnd_kod,
        cast(typ_kod as string) as typ_kod,
        cast(typ as string) as typ,
        cast(antal as bigint) as antal,
        cast(antal_rader as bigint) as antal_rader,
        kallrad_id
    from keys
)

select * from final
