-- Vouchers (or months) whose rows do not count, because another one holds in their place: a later
-- version, the same said again, or the same rows under another key (without series beside with one,
-- the number written in another way, another sheet).
{% set kolumner = ['kommun_kod', 'fil_sha256', 'blad', 'ersattning_nyckel'] %}
with versioner as (
    select * from {{ ref('int_ledger__version') }}
),

-- Of those that replace it the latest is named.
ersatta as (
    select
        *,
        row_number() over (
            partition by kommun_kod, foretag, ersattning_nyckel, plats order by senare_plats desc
        ) as ordning
    from {{ ref('int_ledger__versionspar') }}
    where forhallande = 'ersatter'
),

inom_nyckel as (
    select
        version.kommun_kod,
        version.fil_sha256,
        version.blad,
        version.ersattning_nyckel,
        coalesce(ersatta.senare_fil_sha256, talan.fil_sha256) as av_fil_sha256,
        coalesce(ersatta.senare_blad, talan.blad) as av_blad,
        version.ersattning_nyckel as av_nyckel,
        case when ersatta.plats is null then 'lika' else 'senare' end as slag,
        coalesce(ersatta.oavgjord, false) as oavgjord
    from versioner as version
    inner join versioner as talan
        on
            {{ samma_kolumner('version', 'talan', ['foretag', 'ersattning_nyckel', 'innehall']) }}
            and talan.lika_plats = 1
    left join ersatta
        on
            {{ samma_kolumner('talan', 'ersatta', ['foretag', 'ersattning_nyckel', 'plats']) }}
            and ersatta.ordning = 1
    where version.lika_plats > 1 or ersatta.plats is not null
),

-- What is left, by what different systems write in the same way: the day, and the number without
-- series, year and zeros. A number that was made of the content is none.
kvar as (
    select
        bidrag.*,
        bidrag.plats_bokford as plats,
        row_number() over (
            partition by
                bidrag.kommun_kod, bidrag.fil_sha256, bidrag.blad, bidrag.datum, bidrag.innehall
            order by bidrag.ersattning_nyckel
        ) as lika_nummer
    from {{ ref('int_ledger__bidragsverifikat') }} as bidrag
    left join inom_nyckel
        on {{ samma_verifikat('bidrag', 'inom_nyckel') }}
    where
        inom_nyckel.fil_sha256 is null
        and bidrag.verifikation is not null
        and bidrag.datum is not null
),

-- A sheet without series has the vouchers of all series under one number.
flera_blad as (
    select
        kommun_kod,
        datum,
        nummer
    from kvar
    where nummer is not null
    group by kommun_kod, datum, nummer
    having count(distinct fil_sha256 || '|' || blad) > 1
),

grupper as (
    select
        kvar.kommun_kod,
        kvar.fil_sha256,
        kvar.blad,
        kvar.datum,
        kvar.nummer,
        min(kvar.serie) as forsta_serie,
        max(kvar.serie) as sista_serie,
        max(kvar.serie) = '' as utan_serie,
        min(kvar.foretag) as foretag,
        bool_or(kvar.foretag_angivet) as foretag_angivet,
        -- The one that says most holds; of equals the later.
        min(kvar.plats)
        + cast(1000000000 as bigint) * (
            case when max(kvar.serie) = '' then 0 else 2 end
            + case when bool_or(kvar.foretag_angivet) then 1 else 0 end
        ) as rang,
        min(kvar.ersattning_nyckel) as ersattning_nyckel,
        md5({{ sammanfoga('rad.likhet', '|', 'rad.likhet') }}) as innehall
    from kvar
    inner join flera_blad
        on {{ samma_kolumner('kvar', 'flera_blad', ['datum', 'nummer']) }}
    inner join {{ ref('int_ledger__kontorad') }} as rad
        on {{ samma_verifikat('kvar', 'rad') }}
    group by kvar.kommun_kod, kvar.fil_sha256, kvar.blad, kvar.datum, kvar.nummer
),

lika_grupper as (
    select
        grupp.kommun_kod,
        grupp.fil_sha256,
        grupp.blad,
        grupp.datum,
        grupp.nummer,
        annan.fil_sha256 as av_fil_sha256,
        annan.blad as av_blad,
        annan.ersattning_nyckel as av_nyckel,
        row_number() over (
            partition by grupp.kommun_kod, grupp.fil_sha256, grupp.blad, grupp.datum, grupp.nummer
            order by annan.rang desc
        ) as ordning
    from grupper as grupp
    inner join grupper as annan
        on
            {{ samma_kolumner('grupp', 'annan', ['datum', 'nummer', 'innehall']) }}
            and grupp.rang < annan.rang
    where
        {{ kanske_samma_foretag('grupp', 'annan') }}
        and (
            grupp.utan_serie
            or annan.utan_serie
            or (
                grupp.forsta_serie = annan.sista_serie
                and grupp.sista_serie = annan.forsta_serie
            )
        )
),

annat_nummer as (
    select
        kvar.kommun_kod,
        kvar.fil_sha256,
        kvar.blad,
        kvar.ersattning_nyckel,
        lika.av_fil_sha256,
        lika.av_blad,
        lika.av_nyckel
    from kvar
    inner join lika_grupper as lika
        on
            {{ samma_kolumner('kvar', 'lika', ['fil_sha256', 'blad', 'datum', 'nummer']) }}
            and lika.ordning = 1
),

utan_nummer as (
    select
        kvar.kommun_kod,
        kvar.fil_sha256,
        kvar.blad,
        kvar.ersattning_nyckel,
        annan.fil_sha256 as av_fil_sha256,
        annan.blad as av_blad,
        annan.ersattning_nyckel as av_nyckel,
        row_number() over (
            partition by kvar.kommun_kod, kvar.fil_sha256, kvar.blad, kvar.ersattning_nyckel
            order by annan.nummer is null asc, annan.plats desc, annan.ersattning_nyckel asc
        ) as ordning
    from kvar
    inner join kvar as annan
        on {{ samma_kolumner('kvar', 'annan', ['datum', 'innehall', 'lika_nummer']) }}
    where
        kvar.nummer is null
        and (kvar.fil_sha256 <> annan.fil_sha256 or kvar.blad <> annan.blad)
        and {{ kanske_samma_foretag('kvar', 'annan') }}
        and (annan.nummer is not null or kvar.plats < annan.plats)
),

final as (
    select
        {{ kolumner | join(', ') }},
        av_fil_sha256,
        av_blad,
        av_nyckel,
        slag,
        oavgjord
    from inom_nyckel
    {%- for fynd in ['annat_nummer', 'utan_nummer'] %}
    union all
    select
        {{ kolumner | join(', ') }},
        av_fil_sha256,
        av_blad,
        av_nyckel,
        'annan_nyckel' as slag,
        false as oavgjord
    from {{ fynd }}
    {% if fynd == 'utan_nummer' -%} where ordning = 1 {%- endif %}
    {%- endfor %}
)

select * from final
