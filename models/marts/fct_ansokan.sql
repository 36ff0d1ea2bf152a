with gallande as (
    select * from {{ ref('int_ansokan') }}
),

keys as (
    select
        gallande.*,
        {{ nyckel(['gallande.fond_kod']) }} as fond_key,
        namnd.namnd_key
    from gallande
    {{ arets_namnd('gallande') }}
),

final as (
    select
        kommun_kod,
        kallrad_id,
        namnd_key,
        fond_key,
        cast(ar as integer) as ar,
        cast(namnd_kod as string) as namnd_kod,
        cast(fond_kod as string) as fond_kod,
        cast(ansokan as string) as ansokan,
        cast(lage as string) as lage,
        sokt_sek
    from keys
)

select * from final
