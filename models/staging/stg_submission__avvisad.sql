with source as (
    select * from {{ source('raw', 'submission_projekt') }}
),

-- Rejected rows count where their nämnd and year can be told; kvalitet.avvisad_rad holds them all.
final as (
    select
        kallrad_id,
        fil_sha256,
        blad,
        rad,
        namnd_kod,
        ar,
        coalesce(version, 1) as version,
        diarienummer
    from source
    where
        utfall = 'avvisad'
        and namnd_kod is not null
        and ar is not null
)

select * from final
