-- What the ledger shows was passed on to partners, row by row, with its project: costs on the code
-- of a project that the nämnd has that year, and what a grant's own voucher owes partners.
with kostnader as (
    select
        rad.*,
        coalesce(ansvar.namnd_kod, {{ okand('namnd') }}) as namnd_kod
    from {{ ref('int_ledger__formedlingsrad') }} as rad
    left join {{ ref('int_ledger__ersatt') }} as ersatt
        on {{ samma_verifikat('rad', 'ersatt') }}
    left join {{ ref('int_ledger__ansvar') }} as ansvar
        on rad.kommun_kod = ansvar.kommun_kod and rad.ansvar = ansvar.ansvar and rad.ar = ansvar.ar
    where ersatt.fil_sha256 is null
),

kurs as (
    {{ kurser() }}
),

-- A code that leads to one project alone.
koder as (
    select
        kommun_kod,
        kod,
        ar,
        namnd_kod,
        projekt_kod
    from {{ ref('int_projekt__ekonomikod') }}
    where antal_projekt = 1 and projekt_kod <> {{ okand('projekt') }}
),

final as (
    select
        kostnader.kommun_kod,
        kostnader.kallrad_id,
        kostnader.fil_sha256,
        kostnader.blad,
        kostnader.fil_rad,
        koder.projekt_kod,
        kostnader.namnd_kod,
        kostnader.ar,
        kostnader.konto,
        'kostnad' as formedling,
        {{ bidrag_sek('kostnader', 'kurs') }} as formedlat_sek
    from kostnader
    inner join koder
        on
            kostnader.kommun_kod = koder.kommun_kod
            and kostnader.kod = koder.kod
            and kostnader.ar = koder.ar
            and kostnader.namnd_kod = koder.namnd_kod
    left join kurs on kostnader.valuta = kurs.valuta and kostnader.ar = kurs.ar
    union all
    select
        utbetalning.kommun_kod,
        utbetalning.kallrad_id,
        utbetalning.fil_sha256,
        rad.blad,
        rad.fil_rad,
        utbetalning.projekt_kod,
        utbetalning.namnd_kod,
        utbetalning.ar,
        utbetalning.konto,
        'skuld' as formedling,
        utbetalning.belopp_sek as formedlat_sek
    from {{ ref('int_ledger__utbetalning') }} as utbetalning
    inner join {{ ref('int_ledger__kontorad') }} as rad
        on utbetalning.kommun_kod = rad.kommun_kod and utbetalning.kallrad_id = rad.kallrad_id
    where utbetalning.ar_formedlad
)

select * from final
