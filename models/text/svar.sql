with keys as (
    select
        svar.*,
        namnd.namnd_key
    from {{ ref('int_svar') }} as svar
    {{ arets_namnd('svar') }}
),

final as (
    select
        kommun_kod,
        {{ namnd_och_ar() }},
        cast(fraga_nr as integer) as fraga_nr,
        cast(fraga as string) as fraga,
        cast(tema as string) as tema,
        cast(svar as string) as svar,
        kallrad_id
    from keys
)

select * from final
