with keys as (
    select
        kommun_kod,
        {{ nyckel(['kommun_kod', 'malperiod', 'nummer']) }} as kf_mal_key,
        malperiod,
        nummer,
        kf_mal,
        fran_ar,
        till_ar
    from {{ ref('kf_mal') }}
    union all
    select
        kommun_kod,
        {{ nyckel(['kommun_kod', 'cast(null as string)', 'cast(null as integer)']) }}
            as kf_mal_key,
        cast(null as string) as malperiod,
        cast(null as integer) as nummer,
        'Okänt' as kf_mal,
        cast(null as integer) as fran_ar,
        cast(null as integer) as till_ar
    from {{ ref('organisation') }}
),

final as (
    select
        kommun_kod,
        kf_mal_key,
        cast(malperiod as string) as malperiod,
        cast(nummer as integer) as nummer,
        cast(kf_mal as string) as kf_mal,
        cast(fran_ar as integer) as fran_ar,
        cast(till_ar as integer) as till_ar
    from keys
)

select * from final
