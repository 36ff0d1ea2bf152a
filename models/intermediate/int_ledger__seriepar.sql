-- Two exports with vouchers of one series and year, the one later than the other: what the later
-- one says that it covers, so that it can be told what it leaves out.
{% set serie = ['kommun_kod', 'fil_sha256', 'blad', 'rakenskapsar', 'serie'] %}
with serier as (
    select
        {{ serie | join(', ') }},
        min(datum) as forsta_datum,
        max(datum) as sista_datum,
        min(nummer) as forsta_nummer,
        max(nummer) as sista_nummer,
        count(*) as antal,
        count(*) filter (where skillnad_sek = 0) as antal_jamna
    from {{ ref('int_ledger__verifikat') }}
    where serie is not null
    group by {{ serie | join(', ') }}
),

-- An export of whole vouchers speaks for every unit; one of chosen accounts for those it has.
med_export as (
    select
        serier.*,
        export.foretag,
        export.gjord,
        export.nyaste_datum,
        export.fran_datum,
        least(
            coalesce(export.till_datum, export.gjord_dag),
            coalesce(export.gjord_dag, export.till_datum)
        ) as till_datum,
        sum(serier.antal_jamna) over per_blad * 2 > sum(serier.antal) over per_blad as ar_hela
    from serier
    inner join {{ ref('int_ledger__export') }} as export
        on {{ samma_blad('serier', 'export') }}
    window per_blad as (partition by serier.kommun_kod, serier.fil_sha256, serier.blad)
),

-- Only of an export whose vouchers still count somewhere can any be missed.
gallande_blad as (
    select distinct
        kommun_kod,
        fil_sha256,
        blad
    from {{ ref('int_ledger__gallande_verifikat') }}
),

final as (
    select
        tidigare.kommun_kod,
        tidigare.foretag,
        tidigare.rakenskapsar,
        tidigare.serie,
        tidigare.fil_sha256,
        tidigare.blad,
        tidigare.forsta_datum as tidigare_forsta_datum,
        senare.fil_sha256 as senare_fil_sha256,
        senare.blad as senare_blad,
        senare.ar_hela as senare_ar_hela,
        senare.forsta_datum,
        senare.sista_datum,
        senare.forsta_nummer,
        senare.sista_nummer,
        senare.fran_datum,
        senare.till_datum
    from med_export as tidigare
    inner join med_export as senare
        on
            tidigare.kommun_kod = senare.kommun_kod
            and tidigare.foretag = senare.foretag
            and tidigare.rakenskapsar = senare.rakenskapsar
            and tidigare.serie = senare.serie
            and tidigare.fil_sha256 <> senare.fil_sha256
    inner join gallande_blad
        on {{ samma_blad('tidigare', 'gallande_blad') }}
    where
        case
            when tidigare.gjord is not null and senare.gjord is not null
                then tidigare.gjord < senare.gjord
            else tidigare.nyaste_datum < senare.nyaste_datum
        end
)

select * from final
