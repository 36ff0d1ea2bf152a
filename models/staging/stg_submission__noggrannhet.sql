with source as (
    select * from {{ source('raw', 'submission_projekt') }}
),

final as (
    select
        kallrad_id,
        utbetalt_precision,
        upper(trim(budget_valuta)) as budget_valuta,
        upper(trim(formedlat_valuta)) as formedlat_valuta
    from source
    where utfall = 'laddad'
)

select * from final
