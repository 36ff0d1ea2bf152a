-- Two versions of a voucher that say different things: the later replaces the earlier, unless they
-- are parts of it. Parts have no row in common, and either only together they balance, or each is
-- of an export of other units than the other (exports per förvaltning), or they are sheets of one
-- file.
with versioner as (
    select
        *,
        count(*) over (partition by kommun_kod, foretag, ersattning_nyckel) as antal
    from {{ ref('int_ledger__version') }}
    where lika_plats = 1
),

skilda as (
    select * from versioner
    where antal > 1
),

rader as (
    select
        rad.kommun_kod,
        skilda.fil_sha256,
        skilda.blad,
        skilda.foretag,
        skilda.ersattning_nyckel,
        skilda.plats,
        rad.likhet
    from {{ ref('int_ledger__kontorad') }} as rad
    inner join skilda
        on {{ samma_verifikat('rad', 'skilda') }}
),

gemensamma as (
    select distinct
        tidigare.kommun_kod,
        tidigare.foretag,
        tidigare.ersattning_nyckel,
        tidigare.plats as tidigare_plats,
        senare.plats as senare_plats
    from rader as tidigare
    inner join rader as senare
        on
            tidigare.kommun_kod = senare.kommun_kod
            and tidigare.foretag = senare.foretag
            and tidigare.ersattning_nyckel = senare.ersattning_nyckel
            and tidigare.likhet = senare.likhet
            and tidigare.plats < senare.plats
),

-- Grants alone that cancel each other are a corrected sign, not parts.
hela as (
    select
        skilda.kommun_kod,
        skilda.foretag,
        skilda.ersattning_nyckel
    from skilda
    left join gemensamma
        on
            skilda.kommun_kod = gemensamma.kommun_kod
            and skilda.foretag = gemensamma.foretag
            and skilda.ersattning_nyckel = gemensamma.ersattning_nyckel
    where gemensamma.ersattning_nyckel is null
    group by skilda.kommun_kod, skilda.foretag, skilda.ersattning_nyckel
    having
        sum(skilda.skillnad_sek) = 0
        and bool_and(skilda.skillnad_sek <> 0)
        and sum(skilda.antal_rader - skilda.antal_bidrag) > 0
),

par as (
    select
        tidigare.kommun_kod,
        tidigare.foretag,
        tidigare.ersattning_nyckel,
        tidigare.ersatter,
        tidigare.fil_sha256,
        tidigare.blad,
        tidigare.plats,
        tidigare.skillnad_sek,
        tidigare.antal_bidrag,
        senare.fil_sha256 as senare_fil_sha256,
        senare.blad as senare_blad,
        senare.plats as senare_plats,
        senare.skillnad_sek as senare_skillnad_sek,
        senare.antal_bidrag as senare_antal_bidrag,
        {{ export_oavgjord('tidigare', 'senare', 'tidigare.alla_gjorda') }} as oavgjord
    from skilda as tidigare
    inner join skilda as senare
        on
            tidigare.kommun_kod = senare.kommun_kod
            and tidigare.foretag = senare.foretag
            and tidigare.ersattning_nyckel = senare.ersattning_nyckel
            and tidigare.plats < senare.plats
),

exportpar as (
    select distinct
        kommun_kod,
        fil_sha256,
        blad,
        senare_fil_sha256,
        senare_blad
    from par
),

ansvar as (
    {{ ansvar_per_blad() }}
),

samma_ansvar as (
    select distinct
        exportpar.kommun_kod,
        exportpar.fil_sha256,
        exportpar.blad,
        exportpar.senare_fil_sha256,
        exportpar.senare_blad
    from exportpar
    inner join ansvar as tidigare
        on
            exportpar.kommun_kod = tidigare.kommun_kod
            and exportpar.fil_sha256 = tidigare.fil_sha256
            and exportpar.blad = tidigare.blad
    inner join ansvar as senare
        on
            exportpar.kommun_kod = senare.kommun_kod
            and exportpar.senare_fil_sha256 = senare.fil_sha256
            and exportpar.senare_blad = senare.blad
            and tidigare.ansvar = senare.ansvar
),

keys as (
    select
        par.*,
        hela.foretag is not null as ar_helt,
        gemensamma.foretag is not null as har_gemensam_rad,
        samma_ansvar.fil_sha256 is not null as har_samma_ansvar
    from par
    left join hela
        on
            par.kommun_kod = hela.kommun_kod
            and par.foretag = hela.foretag
            and par.ersattning_nyckel = hela.ersattning_nyckel
    left join gemensamma
        on
            par.kommun_kod = gemensamma.kommun_kod
            and par.foretag = gemensamma.foretag
            and par.ersattning_nyckel = gemensamma.ersattning_nyckel
            and par.plats = gemensamma.tidigare_plats
            and par.senare_plats = gemensamma.senare_plats
    left join samma_ansvar
        on
            par.kommun_kod = samma_ansvar.kommun_kod
            and par.fil_sha256 = samma_ansvar.fil_sha256
            and par.blad = samma_ansvar.blad
            and par.senare_fil_sha256 = samma_ansvar.senare_fil_sha256
            and par.senare_blad = samma_ansvar.senare_blad
),

final as (
    select
        kommun_kod,
        foretag,
        ersattning_nyckel,
        fil_sha256,
        blad,
        plats,
        senare_fil_sha256,
        senare_blad,
        senare_plats,
        oavgjord,
        case
            when ersatter = 'manad' and fil_sha256 = senare_fil_sha256 then 'blad'
            when har_gemensam_rad then 'ersatter'
            when ar_helt then 'delar'
            when fil_sha256 = senare_fil_sha256 then 'blad'
            when
                skillnad_sek <> 0
                and senare_skillnad_sek <> 0
                and antal_bidrag > 0
                and senare_antal_bidrag > 0
                and not har_samma_ansvar
                then 'forvaltningar'
            else 'ersatter'
        end as forhallande
    from keys
)

select * from final
