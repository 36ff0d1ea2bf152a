with keys as (
    select
        texter.*,
        projekt.projekt_key,
        namnd.namnd_key
    from {{ ref('int_projekttext') }} as texter
    {{ arets_projekt('texter') }}
    {{ arets_namnd('texter') }}
),

final as (
    select
        kommun_kod,
        {{ projekt_namnd_och_ar() }},
        cast(syfte as string) as syfte,
        cast(malgrupp as string) as malgrupp,
        cast(resultat as string) as resultat,
        cast(enheter as string) as enheter,
        kallrad_id
    from keys
)

select * from final
