-- Booked on the accounts of EU grants without a project that anybody knows, or by a unit of no
-- known nämnd. The money counts, on Okänt projekt or Okänd nämnd: a state grant on the wrong
-- account looks the same, and a unit may be new, so the sender is told.
with okanda as (
    select
        fil_sha256,
        ar,
        namnd_kod,
        'BOKFORT_OKANT_PROJEKT' as regel,
        coalesce('kod ' || projektkod, 'utan kod') as kod,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_ledger__utbetalning') }}
    where projekt_kod = {{ okand('projekt') }}
    group by fil_sha256, ar, namnd_kod, projektkod
    union all
    select
        fil_sha256,
        ar,
        namnd_kod,
        'BOKFORT_OKAND_NAMND' as regel,
        coalesce('ansvar ' || ansvar, 'utan ansvar') as kod,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_ledger__utbetalning') }}
    where namnd_kod = {{ okand('namnd') }}
    group by fil_sha256, ar, namnd_kod, ansvar
),

rangordnade as (
    select
        *,
        row_number() over (
            partition by fil_sha256, ar, namnd_kod, regel
            order by abs(belopp_sek) desc, kod
        ) as plats
    from okanda
),

per_fil as (
    select
        fil_sha256,
        ar,
        namnd_kod,
        regel,
        sum(belopp_sek) as belopp_sek,
        {{ uppraknade("kod || ': ' || " ~ belopp_i_ord('belopp_sek'), 'plats') }} as koder
    from rangordnade
    group by fil_sha256, ar, namnd_kod, regel
),

final as (
    select
        per_fil.fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        {{ belopp_i_ord('per_fil.belopp_sek') }} as varde,
        {{ fyll_mall('regel.mall', {
            'namnd': "case per_fil.namnd_kod when " ~ okand('namnd') ~ " then 'okänd nämnd' else per_fil.namnd_kod end",
            'ar': 'cast(per_fil.ar as string)',
            'bokfort': belopp_i_ord('per_fil.belopp_sek'),
            'koder': 'per_fil.koder'
        }) }} as meddelande
    from per_fil
    inner join {{ ref('fyndregel') }} as regel on per_fil.regel = regel.id
)

select * from final
