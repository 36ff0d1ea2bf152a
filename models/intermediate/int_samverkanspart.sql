-- Partners by name of the submissions that count, one row each.
with gallande as (
    {{ gallande_rader(ref('stg_submission__part'), 'part') }}
),

final as (
    select
        *,
        coalesce(nullif({{ slug('part') }}, ''), 'okand') as part_kod
    from gallande
)

select * from final
