-- Whose figures are not all there: a nämnd that has not handed in, and one with rows that were
-- refused. A submission that was replaced leaves no gap.
with utfall as (
    select distinct
        kommun_kod,
        ar,
        namnd_kod
    from {{ ref('int_inlamning__utfall') }}
    where not ar_ersatt and (ar_avvisad or antal_avvisade > 0)
),

final as (
    select
        kommun_kod,
        cast(ar as integer) as ar,
        namnd_kod,
        'saknas' as lucka
    from {{ ref('int_inlamning__saknad') }}
    union all
    select
        kommun_kod,
        cast(ar as integer) as ar,
        namnd_kod,
        'avvisade' as lucka
    from utfall
)

select * from final
