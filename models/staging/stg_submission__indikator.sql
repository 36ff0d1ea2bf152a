with source as (
    select * from {{ source('raw', 'submission_indikator') }}
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
        nullif(trim(projekt), '') as projekt,
        trim(indikator) as indikator,
        mal,
        utfall,
        per_datum,
        enhet
    from source
),

-- The sheet has no nämnd column of its own: an unknown nämnd is the file's, and only its.
keys as (
    select
        *,
        case
            when namnd_kod <> {{ okand('namnd') }} then namnd_kod
            else 'fil:' || fil_sha256
        end as inlamning_nyckel
    from clean
),

final as (
    select * from keys
)

select * from final
