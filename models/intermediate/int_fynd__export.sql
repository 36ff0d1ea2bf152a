-- Ledger exports beside each other: two that seem to tell of the same bookings though nothing ties
-- them together, and a later one that leaves out what an earlier one has.
with export as (
    select * from {{ ref('int_ledger__export') }}
),

-- Rows that stand in two exports under keys that nothing ties together.
rader as (
    select
        rad.kommun_kod,
        rad.fil_sha256,
        rad.blad,
        rad.datum,
        rad.likhet,
        count(*) as antal,
        sum(abs(coalesce(rad.belopp, rad.belopp_valuta))) as storlek
    from {{ ref('int_ledger__kontorad') }} as rad
    inner join {{ ref('int_ledger__gallande_verifikat') }} as gallande
        on {{ samma_verifikat('rad', 'gallande') }}
    group by rad.kommun_kod, rad.fil_sha256, rad.blad, rad.datum, rad.likhet
),

radantal as (
    select
        kommun_kod,
        fil_sha256,
        blad,
        sum(antal) as antal
    from rader
    group by kommun_kod, fil_sha256, blad
),

lika as (
    select
        ena.kommun_kod,
        ena.fil_sha256,
        ena.blad,
        annan.fil_sha256 as annan_fil_sha256,
        annan.blad as annat_blad,
        sum(least(ena.antal, annan.antal)) as antal,
        sum(least(ena.storlek, annan.storlek)) as belopp_sek
    from rader as ena
    inner join rader as annan
        on
            ena.kommun_kod = annan.kommun_kod
            and ena.datum = annan.datum
            and ena.likhet = annan.likhet
            and (ena.fil_sha256 <> annan.fil_sha256 or ena.blad <> annan.blad)
    group by ena.kommun_kod, ena.fil_sha256, ena.blad, annan.fil_sha256, annan.blad
),

kanske_dubbelt as (
    select
        lika.*,
        annan.benamning as annan_fil
    from lika
    inner join export as ena
        on {{ samma_blad('lika', 'ena') }}
    inner join export as annan
        on
            lika.kommun_kod = annan.kommun_kod
            and lika.annan_fil_sha256 = annan.fil_sha256
            and lika.annat_blad = annan.blad
    inner join radantal as ena_antal
        on {{ samma_blad('ena', 'ena_antal') }}
    inner join radantal as annat_antal
        on {{ samma_blad('annan', 'annat_antal') }}
    where
        lika.antal * 2 >= least(ena_antal.antal, annat_antal.antal)
        and {{ kanske_samma_foretag('ena', 'annan') }}
),

saknade as (
    select
        *,
        row_number() over (
            partition by kommun_kod, fil_sha256, blad, senare_fil_sha256, senare_blad
            order by abs(belopp_sek) desc, ersattning_nyckel asc
        ) as plats
    from {{ ref('int_ledger__saknat_verifikat') }}
),

saknas as (
    select
        kommun_kod,
        senare_fil_sha256 as fil_sha256,
        senare_blad as blad,
        count(*) as antal,
        {{ exempel("benamning || ' (' || " ~ belopp_i_ord('belopp_sek') ~ " || ')'") }} as exempel,
        export_benamning as annan_fil,
        sum(belopp_sek) as belopp_sek
    from saknade
    group by kommun_kod, senare_fil_sha256, senare_blad, export_benamning
),

{% set pa_bladet = {
    'blad': "nullif(blad, '')",
    'rad': 'cast(null as bigint)',
} %}
{% set ord = {
    'antal': 'cast(antal as string)',
    'fil': 'annan_fil',
    'belopp': belopp_i_ord('belopp_sek'),
} %}
final as (
    {{ fynd_av_regler([
        dict(pa_bladet, id='LEDGER_KANSKE_SAMMA_BOKFORING', av='kanske_dubbelt', ord=ord),
        dict(
            pa_bladet,
            id='LEDGER_SAKNAS_I_SENARE',
            av='saknas',
            ord=dict(ord, exempel='exempel')
        ),
    ]) }}
)

select * from final
