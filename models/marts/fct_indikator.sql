with gallande as (
    select * from {{ ref('int_indikator') }}
),

keys as (
    select
        gallande.*,
        coalesce(projekt.projekt_key, {{ nyckel([okand('projekt')]) }}) as projekt_key,
        coalesce(projekt.projekt_kod, {{ okand('projekt') }}) as projekt_kod,
        namnd.namnd_key
    from gallande
    left join {{ ref('int_projekt__namn') }} as namn
        on gallande.projekt = namn.projekt and gallande.ar = namn.ar
    left join {{ ref('int_projekt__identitet') }} as identitet
        on namn.namn_nyckel = identitet.namn_nyckel and not namn.ar_okant
    left join {{ ref('int_projekt__historik') }} as projekt
        on
            identitet.projekt_kod = projekt.projekt_kod
            and gallande.ar between projekt.fran_ar and projekt.till_ar
    {{ arets_namnd('gallande') }}
),

final as (
    select
        kallrad_id,
        projekt_key,
        namnd_key,
        cast(ar as integer) as ar,
        cast(projekt_kod as string) as projekt_kod,
        cast(namnd_kod as string) as namnd_kod,
        cast(indikator as string) as indikator,
        per_datum,
        cast(mal as decimal(18, 4)) as mal,
        cast(utfall as decimal(18, 4)) as utfall,
        cast(enhet as string) as enhet
    from keys
)

select * from final
