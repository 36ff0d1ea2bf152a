with source as (
    select * from {{ source('raw', 'submission_svar') }}
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
        fraga_nr,
        nullif(trim(fraga), '') as fraga,
        nullif(trim(svar), '') as svar
    from source
),

final as (
    select * from clean
)

select * from final
