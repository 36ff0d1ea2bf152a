with keys as (
    select
        utbetalning.*,
        projekt.projekt_key,
        namnd.namnd_key,
        anpassad.kallrad_id is not null as anpassat
    from {{ ref('int_ledger__utbetalning') }} as utbetalning
    left join {{ ref('int_ledger__anpassad') }} as anpassad
        on
            utbetalning.kommun_kod = anpassad.kommun_kod
            and utbetalning.kallrad_id = anpassad.kallrad_id
    {{ arets_projekt('utbetalning') }}
    {{ arets_namnd('utbetalning') }}
),

-- The voucher's free text stays behind: it may name people.
final as (
    select
        kommun_kod,
        kallrad_id,
        {{ projekt_namnd_och_ar() }},
        datum,
        cast(serie as string) as serie,
        cast(verifikation as string) as verifikation,
        cast(rad as bigint) as rad,
        cast(konto as string) as konto,
        cast(ansvar as string) as ansvar,
        cast(projektkod as string) as projektkod,
        belopp_sek,
        cast(valuta as string) as valuta,
        belopp_valuta,
        anpassat,
        case when anpassat then 'anpassad' else 'exakt' end as belopp_sek_grad
    from keys
)

select * from final
