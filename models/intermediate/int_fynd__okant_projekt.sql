-- Booked on the accounts of EU grants without a project that anybody knows. The money counts, on
-- Okänt projekt: a state grant on the wrong account looks the same, so the sender is told.
with okanda as (
    select
        fil_sha256,
        ar,
        namnd_kod,
        projektkod,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_ledger__utbetalning') }}
    where projekt_kod = {{ okand('projekt') }}
    group by fil_sha256, ar, namnd_kod, projektkod
),

rangordnade as (
    select
        *,
        row_number() over (
            partition by fil_sha256, ar, namnd_kod
            order by abs(belopp_sek) desc, projektkod nulls last
        ) as plats
    from okanda
),

per_fil as (
    select
        fil_sha256,
        ar,
        namnd_kod,
        sum(belopp_sek) as belopp_sek,
        {{ uppraknade(
            "coalesce('kod ' || projektkod, 'utan kod') || ': ' || " ~ belopp_i_ord('belopp_sek'),
            'plats'
        ) }} as koder
    from rangordnade
    group by fil_sha256, ar, namnd_kod
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
    inner join {{ ref('fyndregel') }} as regel on regel.id = 'BOKFORT_OKANT_PROJEKT'
)

select * from final
