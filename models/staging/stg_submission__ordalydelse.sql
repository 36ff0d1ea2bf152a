with source as (
    select * from {{ source('raw', 'submission_projekt') }}
),

-- Masked by the intake where they held personal data; the free texts stay behind.
final as (
    select
        kommun_kod,
        kallrad_id,
        innehall_hash,
        projekt as projekt_text,
        namnd_text,
        fond_text,
        roll_text,
        utbetalt_text,
        utbetalt,
        coalesce(upper(utbetalt_valuta), 'SEK') as utbetalt_valuta
    from source
    where utfall = 'laddad'
)

select * from final
