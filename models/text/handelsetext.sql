with keys as (
    select
        handelse.*,
        namnd.namnd_key
    from {{ ref('int_handelse') }} as handelse
    {{ arets_namnd('handelse') }}
),

final as (
    select
        kallrad_id,
        namnd_key,
        cast(ar as integer) as ar,
        cast(namnd_kod as string) as namnd_kod,
        cast(beskrivning as string) as beskrivning
    from keys
    where beskrivning is not null
)

select * from final
