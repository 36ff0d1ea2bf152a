-- Partners by kind, a kind once per nämnd and year however it is spelled and on how many rows.
with rader as (
    {{ gallande_rader(ref('stg_submission__samverkan'), 'samverkan') }}
),

keys as (
    select
        *,
        coalesce(nullif({{ slug('typ') }}, ''), 'okand') as typ_kod
    from rader
),

ordnade as (
    select
        *,
        row_number() over (
            partition by namnd_kod, ar, typ_kod order by fil_sha256, blad, rad, kallrad_id
        ) as plats
    from keys
),

final as (
    select
        namnd_kod,
        ar,
        typ_kod,
        coalesce(min_by(typ, plats), 'Okänd typ') as typ,
        sum(antal) as antal,
        count(*) as antal_rader,
        min_by(kallrad_id, plats) as kallrad_id
    from ordnade
    group by namnd_kod, ar, typ_kod
)

select * from final
