-- Partners by kind, a kind once per nämnd and year however it is spelled and on how many rows.
with ordnade as (
    {{ gallande_per_kod(ref('stg_submission__samverkan'), 'samverkan', 'typ', 'okand') }}
),

final as (
    select
        kommun_kod,
        namnd_kod,
        ar,
        typ_kod,
        coalesce(min_by(typ, plats) filter (where typ is not null), 'Okänd typ') as typ,
        sum(antal) as antal,
        count(*) as antal_rader,
        min_by(kallrad_id, plats) as kallrad_id
    from ordnade
    group by kommun_kod, namnd_kod, ar, typ_kod
)

select * from final
