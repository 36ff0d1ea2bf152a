-- The current submissions' rows, each with its project.
with rader as (
    select * from {{ ref('int_inlamning__projektrad') }}
),

-- A name that stands for no project has none. The key says so: as a condition of its own in the
-- join it makes the join try every pair.
namn as (
    select
        *,
        case when not ar_okant then namn_nyckel end as kand_nyckel
    from {{ ref('int_projekt__namn') }}
),

keys as (
    select
        rader.*,
        coalesce(ord.utbetalt_valuta <> 'SEK', false) as ar_omraknad,
        namn.namn_nyckel,
        coalesce(identitet.projekt_kod, {{ okand('projekt') }}) as projekt_kod
    from rader
    inner join namn
        on
            rader.kommun_kod = namn.kommun_kod
            and rader.projekt = namn.projekt
            and rader.ar = namn.ar
    left join {{ ref('stg_submission__ordalydelse') }} as ord
        on rader.kommun_kod = ord.kommun_kod and rader.kallrad_id = ord.kallrad_id
    left join {{ ref('int_projekt__identitet') }} as identitet
        on namn.kommun_kod = identitet.kommun_kod and namn.kand_nyckel = identitet.namn_nyckel
),

final as (
    select
        kommun_kod,
        kallrad_id,
        fil_sha256,
        blad,
        rad,
        ar,
        namnd_kod,
        projekt_kod,
        fond_kod,
        roll,
        redovisat_sek,
        redovisat_formedlat_sek,
        budget_sek,
        stadens_budget_sek,
        coalesce(';' || anpassade_falt || ';' like '%;utbetalt;%', false) as anpassat,
        coalesce(ungefarligt and redovisat_sek is not null, false) as ungefarligt,
        ar_omraknad,
        anpassade_falt,
        projekt,
        namn_nyckel,
        bidragsnummer,
        bidrag_nyckel,
        projektagare,
        ekonomikod,
        start_datum,
        start_precision,
        slut_datum,
        slut_precision
    from keys
)

select * from final
