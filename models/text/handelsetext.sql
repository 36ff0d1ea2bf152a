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
        cast(beskrivning as string) as beskrivning
    from keys
    where beskrivning is not null
)

select * from final
