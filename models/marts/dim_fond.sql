with keys as (
    select
        {{ nyckel(['program.fond_kod']) }} as fond_key,
        program.fond_kod,
        program.fond,
        program.fondgrupp,
        grupp.ordning as fondgrupp_ordning,
        program.finansiar,
        program.ar_eu,
        program.programperiod
    from {{ ref('fond') }} as program
    left join {{ ref('fondgrupp') }} as grupp on program.fondgrupp = grupp.fondgrupp
    union all
    select
        {{ nyckel([okand('fond')]) }} as fond_key,
        {{ okand('fond') }} as fond_kod,
        'Okänd fond' as fond,
        'Okänd' as fondgrupp,
        cast(null as integer) as fondgrupp_ordning,
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
        cast(fondgrupp_ordning as integer) as fondgrupp_ordning,
        cast(finansiar as string) as finansiar,
        cast(ar_eu as boolean) as ar_eu,
        cast(programperiod as string) as programperiod
    from keys
)

select * from final
