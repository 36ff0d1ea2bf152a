with keys as (
    select
        svar.*,
        namnd.namnd_key
    from {{ ref('int_svar') }} as svar
    {{ arets_namnd('svar') }}
),

final as (
    select
        namnd_key,
        cast(ar as integer) as ar,
        cast(namnd_kod as string) as namnd_kod,
        cast(fraga_nr as integer) as fraga_nr,
        cast(fraga as string) as fraga,
        cast(tema as string) as tema,
        cast(svar as string) as svar,
        kallrad_id
    from keys
)

select * from final
