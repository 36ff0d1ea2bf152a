-- Indicators of the submissions that count, one row each.
with final as (
    {{ gallande_rader(ref('stg_submission__indikator'), 'indikator') }}
)

select * from final
