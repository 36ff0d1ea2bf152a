-- Time that people give, of the submissions that count, one row each.
with final as (
    {{ gallande_rader(ref('stg_submission__personal'), 'personal') }}
)

select * from final
