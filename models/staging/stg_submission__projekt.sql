with source as (
    select * from {{ source('raw', 'submission_projekt') }}
),

clean as (
    select
        {{ radens_plats() }},
        namnd_text,
        diarienummer,
        beslutsdatum,
        {{ putsad('projekt') }} as projekt,
        coalesce(fond_kod, {{ okand('fond') }}) as fond_kod,
        coalesce(roll, 'okand') as roll,
        projektagare,
        nullif({{ putsad('bidragsnummer') }}, '') as bidragsnummer,
        nullif({{ putsad('ekonomikod') }}, '') as ekonomikod,
        start_datum,
        start_precision,
        slut_datum,
        slut_precision,
        budget,
        upper({{ putsad('budget_valuta') }}) as budget_valuta,
        stadens_budget,
        upper({{ putsad('stadens_budget_valuta') }}) as stadens_budget_valuta,
        utbetalt,
        upper({{ putsad('utbetalt_valuta') }}) as utbetalt_valuta,
        formedlat,
        upper({{ putsad('formedlat_valuta') }}) as formedlat_valuta,
        coalesce(utbetalt_ungefarlig, false) as ungefarligt,
        cast(eu_andel * 0.01 as decimal(9, 6)) as eu_andel,
        cast(egen_kontant * 0.01 as decimal(9, 6)) as egen_kontant_andel,
        cast(egen_tid * 0.01 as decimal(9, 6)) as egen_tid_andel,
        nullif({{ putsad('deltagande') }}, '') as andra_namnd_koder,
        nullif(replace(anpassade_falt, ' ', ''), '') as anpassade_falt
    from source
    -- Totals, rejected rows and repeats within the file are counted in kvalitet.fil, not here.
    where utfall = 'laddad'
),

keys as (
    select
        *,
        {{ inlamning_nyckel('namnd_kod', 'namnd_text') }} as inlamning_nyckel,
        {{ normaliserat_namn('bidragsnummer') }} as bidrag_nyckel
    from clean
),

-- A print of all that the figures depend on: two rows that differ in it are no copies.
final as (
    select
        *,
        {{ nyckel([
            'kommun_kod', 'bidrag_nyckel', 'ekonomikod', 'fond_kod', 'roll', 'utbetalt',
            'utbetalt_valuta', 'budget', 'budget_valuta', 'stadens_budget', 'stadens_budget_valuta',
            'formedlat', 'formedlat_valuta', 'eu_andel', 'egen_kontant_andel',
            'egen_tid_andel', 'andra_namnd_koder'
        ]) }} as uppgift_avtryck
    from keys
)

select * from final
