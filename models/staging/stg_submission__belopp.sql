-- Every row of every project table, whatever became of it, with what was paid and nothing more.
with source as (
    select * from {{ source('raw', 'submission_projekt') }}
),

clean as (
    select
        kommun_kod,
        kallrad_id,
        fil_sha256,
        blad,
        rad,
        utfall,
        ar,
        utbetalt,
        upper({{ putsad('utbetalt_valuta') }}) as utbetalt_valuta
    from source
),

final as (
    select * from clean
)

select * from final
