with keys as (
    select
        {{ nyckel(['fond_kod']) }} as fond_key,
        fond_kod,
        fond,
        fondgrupp,
        finansiar,
        ar_eu,
        programperiod
    from {{ ref('fond') }}
    union all
    select
        {{ nyckel([okand('fond')]) }} as fond_key,
        {{ okand('fond') }} as fond_kod,
        'Okänd fond' as fond,
        'Okänd' as fondgrupp,
        cast(null as varchar) as finansiar,
        cast(null as boolean) as ar_eu,
        cast(null as varchar) as programperiod
),

final as (
    select
        fond_key,
        cast(fond_kod as varchar) as fond_kod,
        cast(fond as varchar) as fond,
        cast(fondgrupp as varchar) as fondgrupp,
        cast(finansiar as varchar) as finansiar,
        cast(ar_eu as boolean) as ar_eu,
        cast(programperiod as varchar) as programperiod
    from keys
)

select * from final
