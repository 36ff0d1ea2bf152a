with source as (
    select * from {{ source('raw', 'submission_projekt') }}
),

clean as (
    select
        kommun_kod,
        kallrad_id,
        nullif({{ putsad('syfte') }}, '') as syfte,
        nullif({{ putsad('malgrupp') }}, '') as malgrupp,
        nullif({{ putsad('resultat') }}, '') as resultat,
        nullif({{ putsad('enheter') }}, '') as enheter
    from source
    where utfall = 'laddad'
),

final as (
    select * from clean
    where coalesce(syfte, malgrupp, resultat, enheter) is not null
)

select * from final
