-- Applications of the submissions that count, one row each, with what was applied for in kronor.
with gallande as (
    {{ gallande_rader(ref('stg_submission__ansokan'), 'ansokan') }}
),

final as (
    select
        gallande.kommun_kod,
        gallande.kallrad_id,
        gallande.namnd_kod,
        gallande.ar,
        gallande.ansokan,
        gallande.fond_kod,
        gallande.lage,
        {{ i_sek('gallande.belopp', 'gallande.belopp_valuta', 'kurs.sek_per_enhet') }} as sokt_sek
    from gallande
    left join {{ ref('valutakurs') }} as kurs
        on gallande.belopp_valuta = upper(kurs.valuta) and gallande.ar = kurs.ar
)

select * from final
