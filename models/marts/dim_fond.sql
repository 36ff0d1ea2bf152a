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
        cast(null as string) as finansiar,
        cast(null as boolean) as ar_eu,
        cast(null as string) as programperiod
),

final as (
    select
        fond_key,
        cast(fond_kod as string) as fond_kod,
        cast(fond as string) as fond,
        cast(fondgrupp as string) as fondgrupp,
        cast(finansiar as string) as finansiar,
        cast(ar_eu as boolean) as ar_eu,
        cast(programperiod as string) as programperiod
    from keys
)

select * from final
