-- Booked on the accounts of EU grants without a project that anybody knows, or by a unit of no
-- known nämnd. The money counts, on Okänt projekt or Okänd nämnd: a state grant on the wrong
-- account looks the same, and a unit may be new, so the sender is told.
{% set regler = [
    {
        'id': 'BOKFORT_OKANT_PROJEKT',
        'nar': 'projekt_kod = ' ~ okand('projekt'),
        'skrivs': 'kod',
        'kolumn': 'projektkod',
    },
    {
        'id': 'BOKFORT_OKAND_NAMND',
        'nar': 'namnd_kod = ' ~ okand('namnd'),
        'skrivs': 'ansvar',
        'kolumn': 'ansvar',
    },
] %}

with okanda as (
    {% for regel in regler -%}
    select
        kommun_kod,
        fil_sha256,
        ar,
        namnd_kod,
        '{{ regel.skrivs }}' as skrivs,
        coalesce('{{ regel.skrivs }} ' || {{ regel.kolumn }}, 'utan {{ regel.skrivs }}') as kod,
        sum(belopp_sek) as belopp_sek
    from {{ ref('int_ledger__utbetalning') }}
    where {{ regel.nar }}
    group by kommun_kod, fil_sha256, ar, namnd_kod, {{ regel.kolumn }}
    {{ 'union all' if not loop.last }}
    {% endfor -%}
),

rangordnade as (
    select
        *,
        row_number() over (
            partition by kommun_kod, fil_sha256, ar, namnd_kod, skrivs
            order by abs(belopp_sek) desc, kod
        ) as plats
    from okanda
),

per_fil as (
    select
        kommun_kod,
        fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        ar,
        namnd_kod,
        skrivs,
        sum(belopp_sek) as belopp_sek,
        {{ uppraknade("kod || ': ' || " ~ belopp_i_ord('belopp_sek'), 'plats') }} as koder
    from rangordnade
    group by kommun_kod, fil_sha256, ar, namnd_kod, skrivs
),

final as (
    {% for regel in regler -%}
    {{ fynd_av_regler([{
        'id': regel.id,
        'av': 'per_fil',
        'nar': "skrivs = '" ~ regel.skrivs ~ "'",
        'varde': belopp_i_ord('belopp_sek'),
        'ord': {
            'namnd': "case namnd_kod when " ~ okand('namnd') ~ " then 'okänd nämnd' else namnd_kod end",
            'ar': 'cast(ar as string)',
            'bokfort': belopp_i_ord('belopp_sek'),
            'koder': 'koder',
        },
    }]) }}
    {{ 'union all' if not loop.last }}
    {% endfor -%}
)

select * from final
