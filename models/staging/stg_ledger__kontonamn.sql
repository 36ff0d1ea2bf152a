-- What the economy system calls its accounts, in files that say it (SIE).
with source as (
    select * from {{ source('raw', 'sie_konto') }}
),

-- Codes that were masked may have become the same one: then no name is theirs.
final as (
    select
        fil_sha256,
        konto,
        min(trim(namn)) as namn
    from source
    where trim(namn) <> ''
    group by fil_sha256, konto
    having min(trim(namn)) = max(trim(namn))
)

select * from final
