with gallande as (
    select * from {{ ref('int_indikator') }}
),

keys as (
    {{ bladets_nycklar('gallande') }}
),

final as (
    select
        kommun_kod,
        kallrad_id,
        {{ projekt_namnd_och_ar() }},
        cast(indikator as string) as indikator,
        per_datum,
        cast(mal as decimal(18, 4)) as mal,
        cast(utfall as decimal(18, 4)) as utfall,
        cast(enhet as string) as enhet
    from keys
)

select * from final
