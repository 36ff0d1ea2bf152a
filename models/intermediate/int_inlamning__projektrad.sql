-- The current submissions' project rows with their money in SEK. The project is still a name here.
with gallande as (
    select rad.*
    from {{ ref('stg_submission__projekt') }} as rad
    inner join {{ ref('int_inlamning__version') }} as inlamning
        on
            rad.inlamning_nyckel = inlamning.inlamning_nyckel
            and rad.ar = inlamning.ar
            and rad.version = inlamning.version
            and rad.fil_sha256 = inlamning.fil_sha256
    where inlamning.gallande
),

kurs as (
    select
        upper(valuta) as valuta,
        ar,
        sek_per_enhet
    from {{ ref('valutakurs') }}
),

final as (
    select
        gallande.kallrad_id,
        gallande.fil_sha256,
        gallande.blad,
        gallande.rad,
        gallande.ar,
        gallande.namnd_kod,
        gallande.projekt,
        gallande.bidragsnummer,
        gallande.bidrag_nyckel,
        gallande.ekonomikod,
        gallande.fond_kod,
        gallande.roll,
        gallande.projektagare,
        gallande.start_datum,
        gallande.slut_datum,
        gallande.ungefarligt,
        gallande.anpassade_falt,
        {{ i_sek('gallande.utbetalt', 'gallande.utbetalt_valuta', 'utbetalt_kurs.sek_per_enhet') }}
            as redovisat_sek,
        {{ i_sek(
            'gallande.formedlat',
            'gallande.formedlat_valuta',
            'formedlat_kurs.sek_per_enhet'
        ) }} as redovisat_formedlat_sek,
        {{ i_sek('gallande.budget', 'gallande.budget_valuta', 'budget_kurs.sek_per_enhet') }}
            as budget_sek,
        {{ i_sek(
            'gallande.stadens_budget',
            'gallande.stadens_budget_valuta',
            'stadens_kurs.sek_per_enhet'
        ) }} as stadens_budget_sek
    from gallande
    left join kurs as utbetalt_kurs
        on gallande.utbetalt_valuta = utbetalt_kurs.valuta and gallande.ar = utbetalt_kurs.ar
    left join kurs as formedlat_kurs
        on gallande.formedlat_valuta = formedlat_kurs.valuta and gallande.ar = formedlat_kurs.ar
    left join kurs as budget_kurs
        on gallande.budget_valuta = budget_kurs.valuta and gallande.ar = budget_kurs.ar
    left join kurs as stadens_kurs
        on gallande.stadens_budget_valuta = stadens_kurs.valuta and gallande.ar = stadens_kurs.ar
)

select * from final
