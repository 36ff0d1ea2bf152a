with keys as (
    select
        natverk.*,
        {{ nyckel([
            'natverk.kommun_kod', 'natverk.namnd_kod', 'natverk.ar', 'natverk.natverk_kod'
        ]) }} as natverk_key,
        namnd.namnd_key
    from {{ ref('int_natverk') }} as natverk
    {{ arets_namnd('natverk') }}
),

final as (
    select
        kommun_kod,
        natverk_key,
        namnd_key,
        cast(ar as integer) as ar,
        cast(namnd_kod as string) as namnd_kod,
        cast(natverk_kod as string) as natverk_kod,
        cast(natverk as string) as natverk,
        cast(medlemsroll as string) as medlemsroll,
        cast(medlem_sedan as string) as medlem_sedan,
        cast(antal_rader as bigint) as antal_rader,
        kallrad_id
    from keys
)

select * from final
