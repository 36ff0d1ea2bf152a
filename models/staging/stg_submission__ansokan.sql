with source as (
    select * from {{ source('raw', 'submission_ansokan') }}
),

final as (
    select
        {{ radens_plats() }},
        nullif({{ putsad('ansokan') }}, '') as ansokan,
        coalesce(fond_kod, {{ okand('fond') }}) as fond_kod,
        lage_kod as lage,
        belopp,
        upper({{ putsad('belopp_valuta') }}) as belopp_valuta
    from source
)

select * from final
