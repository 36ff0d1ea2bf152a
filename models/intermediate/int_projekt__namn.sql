-- Every project name in use, as written, in the year it was written: what it is compared by.
with koder as (
    select distinct
        kommun_kod,
        projektkod,
        ar
    from {{ ref('int_ledger__bidragsrad') }}
    where projektkod is not null
),

kodnamn as (
    select distinct
        rad.kommun_kod,
        kod.projekt,
        rad.ar
    from koder as rad
    inner join {{ ref('projektkod') }} as kod
        on
            rad.kommun_kod = kod.kommun_kod
            and {{ kodnyckel('rad.projektkod') }} = {{ kodnyckel(putsad('kod.projektkod')) }}
            and rad.ar between coalesce(kod.fran_ar, 0) and coalesce(kod.till_ar, 9999)
),

namn as (
    select
        kommun_kod,
        projekt,
        ar
    from {{ ref('int_inlamning__projektrad') }}
    union distinct
    select
        kommun_kod,
        projekt,
        ar
    from {{ ref('stg_submission__indikator') }}
    where projekt is not null
    union distinct
    select
        kommun_kod,
        projekt,
        ar
    from kodnamn
),

keys as (
    {{ namn_med_nyckel('namn') }}
),

final as (
    select
        kommun_kod,
        projekt,
        ar,
        namn_nyckel,
        namn_nyckel = {{ normaliserat_namn("'Okänt projekt'") }} as ar_okant
    from keys
)

select * from final
