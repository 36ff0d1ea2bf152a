-- Rows on accounts of EU grants that say of themselves that they are fitted: "(anpassad)" in their
-- text. Texts are many and long: only those with the word are looked at further.
with markta as (
    select
        kommun_kod,
        blad_nr,
        fil_sha256,
        blad,
        fil_rad,
        konto
    from {{ ref('stg_ledger__rad') }}
    where text like '%(anpassad)%'
),

final as (
    select
        markta.kommun_kod,
        {{ kallrad_id('markta.fil_sha256', 'markta.blad', 'markta.fil_rad') }} as kallrad_id
    from markta
    inner join {{ ref('int_ledger__konto') }} as konton
        on
            markta.kommun_kod = konton.kommun_kod
            and markta.konto = konton.konto
            and konton.ar_eu_bidrag
)

select * from final
