-- Submissions that do not count and say nothing else than those that do: each of their projects
-- stands there with the same figures. The same workbook saved in two formats is the usual one.
with ersatta as (
    select * from {{ ref('int_inlamning__version') }}
    where ar_gallande_version and not gallande and slag = 'projekt'
),

gallande as (
    select * from {{ ref('int_inlamning__version') }}
    where gallande and slag = 'projekt'
),

grupper as (
    select distinct
        kommun_kod,
        inlamning_nyckel,
        ar
    from ersatta
),

berorda as (
    select
        kommun_kod,
        inlamning_nyckel,
        ar,
        version,
        fil_sha256,
        true as ar_ersatt
    from ersatta
    union all
    select
        gallande.kommun_kod,
        gallande.inlamning_nyckel,
        gallande.ar,
        gallande.version,
        gallande.fil_sha256,
        false as ar_ersatt
    from gallande
    inner join grupper
        on
            gallande.kommun_kod = grupper.kommun_kod
            and gallande.inlamning_nyckel = grupper.inlamning_nyckel
            and gallande.ar = grupper.ar
),

projekt as (
    select
        rad.kommun_kod,
        rad.inlamning_nyckel,
        rad.ar,
        rad.version,
        rad.fil_sha256,
        rad.namn_nyckel,
        berorda.ar_ersatt,
        {{ sammanfoga('rad.avtryck', ';', 'rad.avtryck') }} as avtryck
    from {{ ref('int_inlamning__rad') }} as rad
    inner join berorda
        on {{ samma_inlamning('rad', 'berorda') }}
    group by
        rad.kommun_kod,
        rad.inlamning_nyckel,
        rad.ar,
        rad.version,
        rad.fil_sha256,
        rad.namn_nyckel,
        berorda.ar_ersatt
),

-- A project stands in one of the files that count: they have none in common.
funna as (
    select
        projekt.kommun_kod,
        projekt.inlamning_nyckel,
        projekt.ar,
        projekt.version,
        projekt.fil_sha256,
        bool_and(raknas.fil_sha256 is not null) as alla_finns
    from projekt
    left join projekt as raknas
        on
            projekt.kommun_kod = raknas.kommun_kod
            and not raknas.ar_ersatt
            and projekt.inlamning_nyckel = raknas.inlamning_nyckel
            and projekt.ar = raknas.ar
            and projekt.namn_nyckel = raknas.namn_nyckel
            and projekt.avtryck = raknas.avtryck
    where projekt.ar_ersatt
    group by
        projekt.kommun_kod, projekt.inlamning_nyckel, projekt.ar, projekt.version,
        projekt.fil_sha256
),

final as (
    select
        kommun_kod,
        inlamning_nyckel,
        ar,
        version,
        fil_sha256
    from funna
    where alla_finns
)

select * from final
