-- Vouchers with EU grants that a later export leaves out, though it says that it covers their day
-- or has the numbers around theirs.
with seriepar as (
    select * from {{ ref('int_ledger__seriepar') }}
),

bidrag as (
    select * from {{ ref('int_ledger__bidragsverifikat') }}
),

kandidater as (
    select
        seriepar.*,
        bidrag.ersattning_nyckel,
        bidrag.verifikation,
        bidrag.datum,
        bidrag.benamning,
        bidrag.export_benamning,
        bidrag.belopp_sek,
        igen.ersattning_nyckel is not null as finns,
        seriepar.fran_datum is not null
        and bidrag.datum between seriepar.fran_datum and seriepar.till_datum as inom_angivet
    from seriepar
    inner join bidrag
        on {{ samma_kolumner(
            'seriepar', 'bidrag', ['fil_sha256', 'blad', 'rakenskapsar', 'serie']
        ) }}
    left join {{ ref('int_ledger__version') }} as igen
        on
            seriepar.kommun_kod = igen.kommun_kod
            and seriepar.senare_fil_sha256 = igen.fil_sha256
            and seriepar.senare_blad = igen.blad
            and bidrag.ersattning_nyckel = igen.ersattning_nyckel
            and seriepar.foretag = igen.foretag
),

-- How much of what the earlier export has, the later one repeats: a full export repeats most of it.
omfang as (
    select
        *,
        count(case when finns then 1 end) over per_par * 2
        >= count(case when inom_angivet then 1 end) over per_par
        and count(case when finns then 1 end) over per_par > 0 as upprepar
    from kandidater
    window per_par as (
        partition by
            kommun_kod, fil_sha256, blad, senare_fil_sha256, senare_blad, rakenskapsar, serie
    )
),

ansvar as (
    {{ ansvar_per_blad() }}
),

-- Vouchers with a unit that the later export has no grant of.
frammande as (
    select distinct
        omfang.kommun_kod,
        omfang.fil_sha256,
        omfang.blad,
        omfang.ersattning_nyckel,
        omfang.senare_fil_sha256,
        omfang.senare_blad
    from omfang
    inner join {{ ref('int_ledger__kontorad') }} as rad
        on {{ samma_verifikat('omfang', 'rad') }}
    left join ansvar
        on
            omfang.kommun_kod = ansvar.kommun_kod
            and omfang.senare_fil_sha256 = ansvar.fil_sha256
            and omfang.senare_blad = ansvar.blad
            and coalesce({{ kodnyckel('rad.ansvar_text') }}, '') = ansvar.ansvar
    where not omfang.finns and ansvar.ansvar is null
),

nummer as (
    select distinct
        kommun_kod,
        fil_sha256,
        rakenskapsar,
        serie,
        verifikation
    from bidrag
),

final as (
    select omfang.*
    from omfang
    inner join {{ ref('int_ledger__gallande_verifikat') }} as gallande
        on {{ samma_verifikat('omfang', 'gallande') }}
    left join frammande
        on {{ samma_kolumner('omfang', 'frammande', [
            'fil_sha256', 'blad', 'ersattning_nyckel', 'senare_fil_sha256', 'senare_blad'
        ]) }}
    -- The number with another date is said as that.
    left join nummer as annat_datum
        on
            omfang.kommun_kod = annat_datum.kommun_kod
            and omfang.senare_fil_sha256 = annat_datum.fil_sha256
            and omfang.rakenskapsar = annat_datum.rakenskapsar
            and omfang.serie = annat_datum.serie
            and omfang.verifikation = annat_datum.verifikation
    where
        not omfang.finns
        and (
            (
                omfang.datum between omfang.forsta_datum and omfang.sista_datum
                and (
                    omfang.inom_angivet
                    or try_cast(omfang.verifikation as bigint)
                    between omfang.forsta_nummer and omfang.sista_nummer
                )
            )
            or (
                omfang.inom_angivet
                and (omfang.upprepar or omfang.forsta_datum <= omfang.tidigare_forsta_datum)
            )
        )
        and (omfang.senare_ar_hela or frammande.fil_sha256 is null)
        and annat_datum.fil_sha256 is null
)

select * from final
