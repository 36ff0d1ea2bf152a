-- Every project name in use, as written, in the year it was written: what it is compared by.
with koder as (
    select distinct
        projektkod,
        ar
    from {{ ref('int_ledger__bidragsrad') }}
    where projektkod is not null
),

kodnamn as (
    select distinct
        kod.projekt,
        rad.ar
    from koder as rad
    inner join {{ ref('projektkod') }} as kod
        on
            {{ kodnyckel('rad.projektkod') }} = {{ kodnyckel('trim(kod.projektkod)') }}
            and rad.ar between coalesce(kod.fran_ar, 0) and coalesce(kod.till_ar, 9999)
),

namn as (
    select
        projekt,
        ar
    from {{ ref('int_inlamning__projektrad') }}
    union distinct
    select
        projekt,
        ar
    from {{ ref('stg_submission__indikator') }}
    where projekt is not null
    union distinct
    select
        projekt,
        ar
    from kodnamn
),

-- A validity that names its years is a closer answer than one that always holds.
alias as (
    select
        namn.projekt,
        namn.ar,
        alias.projekt as kanoniskt_namn,
        row_number() over (
            partition by namn.projekt, namn.ar
            order by coalesce(alias.fran_ar, 0) desc, coalesce(alias.till_ar, 9999), alias.projekt
        ) as plats
    from namn
    inner join {{ ref('projekt_alias') }} as alias
        on
            {{ normaliserat_namn('namn.projekt') }} = {{ normaliserat_namn('alias.alias') }}
            and namn.ar between coalesce(alias.fran_ar, 0) and coalesce(alias.till_ar, 9999)
),

keys as (
    select
        namn.projekt,
        namn.ar,
        {{ normaliserat_namn('coalesce(alias.kanoniskt_namn, namn.projekt)') }} as namn_nyckel
    from namn
    left join alias on namn.projekt = alias.projekt and namn.ar = alias.ar and alias.plats = 1
),

final as (
    select
        projekt,
        ar,
        namn_nyckel,
        namn_nyckel = {{ normaliserat_namn("'Okänt projekt'") }} as ar_okant
    from keys
)

select * from final
