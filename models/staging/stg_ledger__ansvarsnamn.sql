-- What the economy system calls its responsibility units (dimension 1), in files that say it (SIE).
with source as (
    select * from {{ source('raw', 'sie_objekt') }}
),

-- Codes that were masked may have become the same one: then no name is theirs.
final as (
    select
        fil_sha256,
        objekt as ansvar,
        min(trim(namn)) as namn
    from source
    where dimension = '1' and trim(namn) <> ''
    group by fil_sha256, objekt
    having min(trim(namn)) = max(trim(namn))
)

select * from final
