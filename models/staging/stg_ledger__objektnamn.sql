-- What the economy system calls its project codes, in files that say it (SIE, dimension 6).
with source as (
    select * from {{ source('raw', 'sie_objekt') }}
),

final as (
    select
        kommun_kod,
        fil_sha256,
        objekt as projektkod,
        nullif({{ putsad('namn') }}, '') as namn
    from source
    where dimension = '6' and nullif({{ putsad('namn') }}, '') is not null
)

select * from final
