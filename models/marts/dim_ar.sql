-- The years of the reference list and every year a fact stands in.
with faktaar as (
    select
        kommun_kod,
        ar
    from {{ ref('int_deltagande') }}
    union distinct
    select
        kommun_kod,
        cast(ar as integer) as ar
    from {{ ref('publicerad_siffra') }}
    union distinct
    select
        kommun_kod,
        ar
    from {{ ref('int_inlamning__gallande_bladrad') }}
    union distinct
    select
        kommun_kod,
        cast(ar as integer) as ar
    from {{ ref('ar') }}
    -- The year of a row nobody could date.
    union distinct
    select
        kommun_kod,
        0 as ar
    from {{ ref('organisation') }}
),

final as (
    select
        faktaar.kommun_kod,
        cast(faktaar.ar as integer) as ar,
        cast(referens.malperiod as string) as malperiod,
        cast(referens.programperiod as string) as programperiod,
        cast(referens.redovisningsenhet as string) as redovisningsenhet
    from faktaar
    left join {{ ref('ar') }} as referens
        on faktaar.kommun_kod = referens.kommun_kod and faktaar.ar = referens.ar
)

select * from final
