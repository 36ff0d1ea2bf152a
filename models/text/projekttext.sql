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
        projekt_key,
        namnd_key,
        cast(ar as integer) as ar,
        cast(projekt_kod as string) as projekt_kod,
        cast(namnd_kod as string) as namnd_kod,
        cast(syfte as string) as syfte,
        cast(malgrupp as string) as malgrupp,
        cast(resultat as string) as resultat,
        kallrad_id
    from keys
)

select * from final
