-- Whose unit of the economy system it is, in each year that has rows of it: nämnder are split and
-- merged.
with anvanda as (
    select distinct
        kommun_kod,
        nullif({{ putsad('ansvar_text') }}, '') as ansvar,
        ar
    from {{ ref('int_ledger__kontorad') }}
    union distinct
    select
        kommun_kod,
        ansvar,
        ar
    from {{ ref('int_ledger__formedlingsrad') }}
),

rangordnade as (
    select
        anvanda.kommun_kod,
        anvanda.ansvar,
        anvanda.ar,
        nyckel.namnd_kod,
        row_number() over (
            partition by anvanda.kommun_kod, anvanda.ansvar, anvanda.ar
            order by length(nyckel.prefix) desc, coalesce(nyckel.fran_ar, 0) desc, nyckel.namnd_kod
        ) as plats
    from anvanda
    inner join {{ ref('ansvar') }} as nyckel
        on
            anvanda.kommun_kod = nyckel.kommun_kod
            and substr(anvanda.ansvar, 1, length(nyckel.prefix)) = nyckel.prefix
            and anvanda.ar between coalesce(nyckel.fran_ar, 0) and coalesce(nyckel.till_ar, 9999)
),

final as (
    select
        kommun_kod,
        ansvar,
        ar,
        namnd_kod
    from rangordnade
    where plats = 1
)

select * from final
