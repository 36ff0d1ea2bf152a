-- What is compared between submissions before anyone knows which of them counts: each project row
-- with its project's name as compared, and a print of all that its figures depend on.
with rader as (
    select * from {{ ref('stg_submission__projekt') }}
),

namn as (
    select distinct
        kommun_kod,
        projekt,
        ar
    from rader
),

nycklar as (
    {{ namn_med_nyckel('namn') }}
),

mal as (
    select
        kommun_kod,
        kallrad_id,
        {{ sammanfoga(
            "coalesce(cast(nummer as string), mal_text) || ':' || coalesce(cast(andel_procent as string), '')",
            ';',
            'ordning'
        ) }} as malrad
    from {{ ref('stg_submission__kf_mal') }}
    group by kommun_kod, kallrad_id
),

final as (
    select
        rader.kommun_kod,
        rader.kallrad_id,
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        rader.inlamning_nyckel,
        rader.namnd_kod,
        rader.ar,
        rader.version,
        rader.projekt,
        nycklar.namn_nyckel,
        rader.bidrag_nyckel,
        rader.utbetalt,
        coalesce(rader.utbetalt_valuta, 'SEK') as valuta,
        {{ nyckel(['rader.kommun_kod', 'rader.uppgift_avtryck', 'mal.malrad']) }} as avtryck
    from rader
    inner join nycklar
        on
            rader.kommun_kod = nycklar.kommun_kod
            and rader.projekt = nycklar.projekt
            and rader.ar = nycklar.ar
    left join mal on rader.kommun_kod = mal.kommun_kod and rader.kallrad_id = mal.kallrad_id
)

select * from final
