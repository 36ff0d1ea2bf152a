with source as (
    select * from {{ source('raw', 'submission_projekt') }}
),

clean as (
    select
        kallrad_id,
        nullif(trim(syfte), '') as syfte,
        nullif(trim(malgrupp), '') as malgrupp,
        nullif(trim(resultat), '') as resultat
    from source
    where utfall = 'laddad'
),

final as (
    select * from clean
    where coalesce(syfte, malgrupp, resultat) is not null
)

select * from final
