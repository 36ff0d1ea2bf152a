-- All the money that was read in each file, totals aside: what int_fil__belopp must add up to,
-- counted from the rows and not from what became of them. Income is positive.
with kurs as (
    {{ kurser() }}
),

i_kronor as (
    select
        summa.kommun_kod,
        summa.fil_sha256,
        summa.belopp
        * case
            when summa.utfall = 'laddad' and konto.ar_eu_bidrag then konto.tecken else -1
        end as belopp_sek
    from {{ ref('int_ledger__kontosumma') }} as summa
    left join {{ ref('int_ledger__konto') }} as konto
        on summa.kommun_kod = konto.kommun_kod and summa.konto = konto.konto
    where summa.utfall <> 'total'
),

-- Only grants are given kronor when their row has none.
i_valuta as (
    select
        rad.kommun_kod,
        rad.fil_sha256,
        {{ bidrag_sek('rad', 'kurs') }} as belopp_sek
    from {{ ref('int_ledger__kontorad') }} as rad
    left join kurs on rad.valuta = kurs.valuta and rad.ar = kurs.ar
    where rad.belopp is null
),

inlamnat as (
    select
        rad.kommun_kod,
        rad.fil_sha256,
        {{ i_sek('rad.utbetalt', 'rad.utbetalt_valuta', 'kurs.sek_per_enhet') }} as belopp_sek
    from {{ ref('stg_submission__belopp') }} as rad
    left join kurs on rad.utbetalt_valuta = kurs.valuta and rad.ar = kurs.ar
    where rad.utfall <> 'total'
),

alla as (
    select * from i_kronor
    union all
    select * from i_valuta
    union all
    select * from inlamnat
),

final as (
    select
        kommun_kod,
        fil_sha256,
        sum(belopp_sek) as belopp_sek
    from alla
    group by kommun_kod, fil_sha256
)

select * from final
