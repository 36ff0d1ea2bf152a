-- How many loaded rows of each file are in vouchers that another export holds in their place. The
-- vouchers without EU grants are many and move no money here: of them the latest export is taken
-- to hold, and nothing more is asked.
with exporter as (
    select * from {{ ref('int_ledger__export') }}
),

versioner as (
    select
        verifikat.kommun_kod,
        verifikat.fil_sha256,
        verifikat.ersattning_nyckel,
        verifikat.antal_rader,
        export.foretag,
        export.gjord is not null as har_gjord,
        export.fil_plats_gjord,
        export.fil_plats_bokford
    from {{ ref('int_ledger__verifikat') }} as verifikat
    inner join exporter as export
        on
            verifikat.kommun_kod = export.kommun_kod
            and verifikat.fil_sha256 = export.fil_sha256
            and verifikat.blad = export.blad
),

flera as (
    select
        kommun_kod,
        foretag,
        ersattning_nyckel,
        bool_and(har_gjord) as alla_gjorda,
        max(fil_plats_gjord) as plats_gjord,
        max(fil_plats_bokford) as plats_bokford
    from versioner
    group by kommun_kod, foretag, ersattning_nyckel
    having count(*) > 1
),

utan_bidrag as (
    select
        version.kommun_kod,
        version.fil_sha256,
        sum(version.antal_rader) as antal_rader
    from versioner as version
    inner join flera
        on
            version.kommun_kod = flera.kommun_kod
            and version.foretag = flera.foretag
            and version.ersattning_nyckel = flera.ersattning_nyckel
    where
        case
            when flera.alla_gjorda then version.fil_plats_gjord < flera.plats_gjord
            else version.fil_plats_bokford < flera.plats_bokford
        end
        and not exists (
            select 1 from {{ ref('int_ledger__bidragsverifikat') }} as bidrag
            where {{ samma_kolumner('bidrag', 'version', ['ersattning_nyckel']) }}
        )
    group by version.kommun_kod, version.fil_sha256
),

med_bidrag as (
    select
        ersatt.kommun_kod,
        verifikat.fil_sha256,
        sum(verifikat.antal_rader) as antal_rader
    from {{ ref('int_ledger__ersatt') }} as ersatt
    inner join {{ ref('int_ledger__verifikat') }} as verifikat
        on {{ samma_verifikat('ersatt', 'verifikat') }}
    group by ersatt.kommun_kod, verifikat.fil_sha256
),

final as (
    select
        kommun_kod,
        fil_sha256,
        sum(antal_rader) as antal_rader
    from (
        select * from utan_bidrag
        union all
        select * from med_bidrag
    ) as alla
    group by kommun_kod, fil_sha256
)

select * from final
