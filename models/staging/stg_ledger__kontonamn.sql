-- What the economy system calls its accounts, in files that say it (SIE).
with source as (
    select * from {{ source('raw', 'sie_konto') }}
),

-- Codes that were masked may have become the same one: then no name is theirs.
final as (
    select
        kommun_kod,
        fil_sha256,
        konto,
        min({{ putsad('namn') }}) as namn
    from source
    where {{ putsad('namn') }} <> ''
    group by kommun_kod, fil_sha256, konto
    having min({{ putsad('source.namn') }}) = max({{ putsad('source.namn') }})
)

select * from final
