-- The rows behind every part of an amount, adding up to the part to the öre: where a figure comes
-- from, whatever it is cut by.
with delar as (
    select * from {{ ref('int_harkomst__del') }}
),

keys as (
    select
        delar.*,
        {{ nyckel(['delar.kommun_kod', 'delar.malperiod', 'delar.nummer']) }} as kf_mal_key
    from delar
),

final as (
    select
        kommun_kod,
        cast(projekt_kod as string) as projekt_kod,
        cast(namnd_kod as string) as namnd_kod,
        cast(ar as integer) as ar,
        cast(fond_kod as string) as fond_kod,
        kf_mal_key,
        kallrad_id,
        belopp_sek
    from keys
)

select * from final
