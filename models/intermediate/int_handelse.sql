-- Events of the submissions that count, one row each: two on one day are two.
with final as (
    {{ gallande_rader(ref('stg_submission__handelse'), 'handelse') }}
)

select * from final
