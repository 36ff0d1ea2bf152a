with keys as (
    select
        texter.*,
        projekt.projekt_key,
        namnd.namnd_key
    from {{ ref('int_projekttext') }} as texter
    left join {{ ref('int_projekt__historik') }} as projekt
        on
            texter.projekt_kod = projekt.projekt_kod
            and texter.ar between projekt.fran_ar and projekt.till_ar
    left join {{ ref('int_namnd__giltighet') }} as namnd
        on
            texter.namnd_kod = namnd.namnd_kod
            and texter.ar between namnd.fran_ar and namnd.till_ar
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
