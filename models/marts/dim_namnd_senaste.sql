-- The nämnder as they are called now: the latest version of each, found by its code.
with final as (
    select
        kommun_kod,
        cast(namnd_kod as string) as namnd_kod,
        cast(namnd as string) as namnd,
        cast(forvaltning_kod as string) as forvaltning_kod,
        cast(forvaltning as string) as forvaltning
    from {{ ref('int_namnd__giltighet') }}
    where ar_senaste
)

select * from final
