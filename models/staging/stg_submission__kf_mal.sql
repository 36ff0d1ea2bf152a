with source as (
    select * from {{ source('raw', 'submission_kf_mal') }}
),

clean as (
    select
        kommun_kod,
        kallrad_id,
        fil_sha256,
        ordning,
        nummer,
        mal_text,
        andel as andel_procent
    from source
),

final as (
    select * from clean
)

select * from final
