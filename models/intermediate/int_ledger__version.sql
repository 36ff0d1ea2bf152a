-- Vouchers (or months) with EU grants that several sheets tell of, and what each of them says. A
-- version without a grant is one too: it may have booked the money somewhere else.
with nycklar as (
    select distinct
        kommun_kod,
        ersattning_nyckel
    from {{ ref('int_ledger__bidragsverifikat') }}
),

-- Nearly every voucher is told of by one sheet alone: which are not is found on few columns.
flera as (
    select
        verifikat.kommun_kod,
        export.foretag,
        verifikat.ersattning_nyckel,
        bool_and(export.gjord is not null) as alla_gjorda
    from {{ ref('int_ledger__verifikat') }} as verifikat
    inner join {{ ref('int_ledger__export') }} as export
        on {{ samma_blad('verifikat', 'export') }}
    where
        (verifikat.kommun_kod, verifikat.ersattning_nyckel) in (
            select
                nycklar.kommun_kod,
                nycklar.ersattning_nyckel
            from nycklar
        )
    group by verifikat.kommun_kod, export.foretag, verifikat.ersattning_nyckel
    having count(*) > 1
),

alla as (
    select
        export.*,
        verifikat.ersattning_nyckel,
        verifikat.forsta_rad,
        verifikat.antal_rader,
        coalesce(verifikat.skillnad_sek, 0) as skillnad_sek,
        flera.alla_gjorda
    from {{ ref('int_ledger__verifikat') }} as verifikat
    inner join {{ ref('int_ledger__export') }} as export
        on {{ samma_blad('verifikat', 'export') }}
    inner join flera
        on
            verifikat.kommun_kod = flera.kommun_kod
            and verifikat.ersattning_nyckel = flera.ersattning_nyckel
            and export.foretag = flera.foretag
),

keys as (
    select
        alla.*,
        case when alla.alla_gjorda then alla.plats_gjord else alla.plats_bokford end as plats,
        case
            when alla.alla_gjorda then alla.fil_plats_gjord else alla.fil_plats_bokford
        end as fil_plats,
        coalesce(bidrag.antal_rader, 0) as antal_bidrag,
        coalesce(bidrag.belopp_sek, 0) as belopp_sek,
        coalesce(bidrag.innehall, '') as innehall
    from alla
    left join {{ ref('int_ledger__bidragsverifikat') }} as bidrag
        on {{ samma_verifikat('alla', 'bidrag') }}
),

final as (
    select
        *,
        -- The same said again: the latest speaks for all of them, and of its sheets the one that
        -- says most.
        row_number() over (
            partition by kommun_kod, foretag, ersattning_nyckel, innehall
            order by fil_plats desc, antal_rader desc, plats asc
        ) as lika_plats
    from keys
)

select * from final
