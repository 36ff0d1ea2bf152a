-- What the economy system calls its responsibility units (dimension 1), in files that say it (SIE).
with source as (
    select * from {{ source('raw', 'sie_objekt') }}
),

-- Codes that were masked may have become the same one: then no name is theirs.
final as (
    select
        kommun_kod,
        fil_sha256,
        objekt as ansvar,
        min({{ putsad('namn') }}) as namn
    from source
    where dimension = '1' and {{ putsad('namn') }} <> ''
    group by kommun_kod, fil_sha256, objekt
    having min({{ putsad('source.namn') }}) = max({{ putsad('source.namn') }})
)

select * from final
