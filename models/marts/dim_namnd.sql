with final as (
    select
        kommun_kod,
        namnd_key,
        cast(namnd_kod as string) as namnd_kod_alla_versioner,
        cast(namnd as string) as namnd,
        cast(forvaltning_kod as string) as forvaltning_kod,
        cast(forvaltning as string) as forvaltning,
        cast(giltig_fran as date) as giltig_fran,
        cast(giltig_till as date) as giltig_till
    from {{ ref('int_namnd__giltighet') }}
)

select * from final
