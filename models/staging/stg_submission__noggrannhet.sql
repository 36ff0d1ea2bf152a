with source as (
    select * from {{ source('raw', 'submission_projekt') }}
),

final as (
    select
        kommun_kod,
        kallrad_id,
        utbetalt_precision,
        upper({{ putsad('budget_valuta') }}) as budget_valuta,
        upper({{ putsad('formedlat_valuta') }}) as formedlat_valuta
    from source
    where utfall = 'laddad'
)

select * from final
