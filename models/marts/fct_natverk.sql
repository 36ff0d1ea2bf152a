with keys as (
    select
        natverk.*,
        namnd.namnd_key
    from {{ ref('int_natverk') }} as natverk
    left join {{ ref('int_namnd__giltighet') }} as namnd
        on
            natverk.namnd_kod = namnd.namnd_kod
            and natverk.ar between namnd.fran_ar and namnd.till_ar
),

final as (
    select
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
