with gallande as (
    select * from {{ ref('int_personal') }}
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
        cast(uppgift as string) as uppgift,
        cast(antal_personer as bigint) as antal_personer,
        cast(heltidstjanster as decimal(18, 4)) as heltidstjanster
    from keys
)

select * from final
