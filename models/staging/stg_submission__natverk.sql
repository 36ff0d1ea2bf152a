with source as (
    select * from {{ source('raw', 'submission_natverk') }}
),

clean as (
    select
        kallrad_id,
        fil_sha256,
        blad,
        rad,
        coalesce(namnd_kod, {{ okand('namnd') }}) as namnd_kod,
        ar,
        coalesce(version, 1) as version,
        nullif(trim(natverk), '') as natverk,
        nullif(trim(roll), '') as medlemsroll,
        nullif(trim(medlem_sedan), '') as medlem_sedan
    from source
),

final as (
    select * from clean
)

select * from final
