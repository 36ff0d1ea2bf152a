-- The years of the reference list and every year a fact stands in.
with faktaar as (
    select ar from {{ ref('int_deltagande') }}
    union distinct
    select cast(ar as integer) as ar from {{ ref('publicerad_siffra') }}
    union distinct
    select ar from {{ ref('int_inlamning__gallande_bladrad') }}
    union distinct
    select cast(ar as integer) as ar from {{ ref('ar') }}
    -- The year of a row nobody could date.
    union distinct
    select 0 as ar
),

final as (
    select
        cast(faktaar.ar as integer) as ar,
        cast(referens.malperiod as string) as malperiod,
        cast(referens.programperiod as string) as programperiod,
        cast(referens.redovisningsenhet as string) as redovisningsenhet
    from faktaar
    left join {{ ref('ar') }} as referens on faktaar.ar = referens.ar
)

select * from final
