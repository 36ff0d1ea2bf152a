-- Which submission counts instead of which, and why: one row per submission that does not count and
-- file that counts in its place. Of the same version it is the later files it has something in
-- common with; of an older version every file of the one that counts.
with versioner as (
    select * from {{ ref('int_inlamning__version') }}
),

ersatta as (
    select * from versioner
    where not gallande and slag <> 'avvisad'
),

gallande as (
    select
        *,
        bool_or(slag = 'projekt') over (
            partition by kommun_kod, inlamning_nyckel, ar
        ) as finns_projekt
    from versioner
    where gallande and slag <> 'avvisad'
),

hogre_version as (
    select
        ersatta.kommun_kod,
        ersatta.inlamning_nyckel,
        ersatta.ar,
        ersatta.version,
        ersatta.fil_sha256,
        gallande.version as ersattare_version,
        gallande.fil_sha256 as ersattare_sha256,
        case when ersatta.far_galla then 'version' else 'egen' end as skal
    from ersatta
    inner join gallande
        on
            ersatta.kommun_kod = gallande.kommun_kod
            and ersatta.inlamning_nyckel = gallande.inlamning_nyckel
            and ersatta.ar = gallande.ar
    where
        not ersatta.ar_gallande_version
        and (gallande.slag = 'projekt' or not gallande.finns_projekt)
),

gemensamma as (
    select distinct
        ersatta.kommun_kod,
        min_nyckel.inlamning_nyckel,
        min_nyckel.ar,
        min_nyckel.version,
        min_nyckel.fil_sha256,
        annan_nyckel.fil_sha256 as annan_sha256
    from ersatta
    inner join {{ ref('int_inlamning__nyckel') }} as min_nyckel
        on {{ samma_inlamning('ersatta', 'min_nyckel') }}
    inner join {{ ref('int_inlamning__nyckel') }} as annan_nyckel
        on
            min_nyckel.kommun_kod = annan_nyckel.kommun_kod
            and min_nyckel.inlamning_nyckel = annan_nyckel.inlamning_nyckel
            and min_nyckel.ar = annan_nyckel.ar
            and min_nyckel.version = annan_nyckel.version
            and min_nyckel.kanns_igen_pa = annan_nyckel.kanns_igen_pa
            and min_nyckel.fil_sha256 <> annan_nyckel.fil_sha256
    where ersatta.ar_gallande_version
),

senare as (
    select
        ersatta.kommun_kod,
        ersatta.inlamning_nyckel,
        ersatta.ar,
        ersatta.version,
        ersatta.fil_sha256,
        annan.version as ersattare_version,
        annan.fil_sha256 as ersattare_sha256,
        case
            when ersatta.beslutsdatum < annan.beslutsdatum then 'beslut'
            when
                coalesce(cast(ersatta.beslutsdatum as string), '')
                = coalesce(cast(annan.beslutsdatum as string), '')
                and ersatta.andrad < annan.andrad
                then 'andrad'
            else 'oklart'
        end as skal,
        annan.gallande,
        bool_or(annan.gallande) over (
            partition by
                ersatta.kommun_kod, ersatta.inlamning_nyckel, ersatta.ar, ersatta.version,
                ersatta.fil_sha256
        ) as nagon_galler
    from ersatta
    inner join gemensamma
        on {{ samma_inlamning('ersatta', 'gemensamma') }}
    inner join versioner as annan
        on
            gemensamma.kommun_kod = annan.kommun_kod
            and gemensamma.inlamning_nyckel = annan.inlamning_nyckel
            and gemensamma.ar = annan.ar
            and gemensamma.version = annan.version
            and gemensamma.annan_sha256 = annan.fil_sha256
            and ersatta.ordning < annan.ordning
),

final as (
    select * from hogre_version
    union all
    select
        kommun_kod,
        inlamning_nyckel,
        ar,
        version,
        fil_sha256,
        ersattare_version,
        ersattare_sha256,
        skal
    from senare
    where gallande or not nagon_galler
)

select * from final
