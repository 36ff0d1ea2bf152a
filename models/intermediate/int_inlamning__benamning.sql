-- How a submission is named to people: the file and version, whose and which year, its money, and
-- where a remark on it stands. In a file of several submissions that is the first row of each.
{% set inlamning = ['kommun_kod', 'inlamning_nyckel', 'ar', 'version', 'fil_sha256'] %}

with versioner as (
    select
        *,
        count(*) over (partition by kommun_kod, fil_sha256) as antal_i_filen
    from {{ ref('int_inlamning__version') }}
),

pengar as (
    {{ pengar_per(ref('int_inlamning__rad'), inlamning) }}
),

alla_rader as (
    select
        {{ inlamning | join(', ') }},
        blad,
        rad
    from {{ ref('int_inlamning__rad') }}
    union all
    select
        kommun_kod,
        namnd_kod as inlamning_nyckel,
        ar,
        version,
        fil_sha256,
        blad,
        rad
    from {{ ref('stg_submission__avvisad') }}
),

rader as (
    select
        *,
        row_number() over (
            partition by {{ inlamning | join(', ') }} order by blad nulls last, rad nulls last
        ) as plats
    from alla_rader
),

final as (
    select
        versioner.*,
        versioner.fil || ' (version ' || cast(versioner.version as string) || ')' as benamning,
        case
            when versioner.namnd_kod = {{ okand('namnd') }} then 'okänd nämnd'
            else versioner.namnd_kod
        end || ' ' || cast(versioner.ar as string) as vem,
        coalesce(pengar.pengar, 'inget känt belopp') as pengar,
        case when versioner.antal_i_filen > 1 then rader.blad end as blad,
        case when versioner.antal_i_filen > 1 then rader.rad end as rad
    from versioner
    left join pengar
        on {{ samma_inlamning('versioner', 'pengar') }}
    left join rader
        on
            {{ samma_inlamning('versioner', 'rader') }}
            and rader.plats = 1
)

select * from final
