-- Vouchers that several ledger exports tell of, said on both files: what one replaces in another,
-- what is counted once though it stands twice, and what is counted twice though it may be one.
with export as (
    select
        fil_sha256,
        blad,
        fil || case when blad <> '' then ' (blad ' || blad || ')' else '' end as namn
    from {{ ref('int_ledger__export') }}
),

bidrag as (
    select
        bidrag.*,
        {{ verifikat_i_ord('bidrag') }} as namn
    from {{ ref('int_ledger__bidragsverifikat') }} as bidrag
),

-- Only what held money is said: a version without grants takes none with it.
ersatta as (
    select
        ersatt.*,
        tidigare.namn,
        tidigare.forsta_rad,
        tidigare.belopp_sek,
        coalesce(galler.belopp_sek, 0) as av_belopp_sek,
        galler.forsta_rad as av_forsta_rad
    from {{ ref('int_ledger__ersatt') }} as ersatt
    inner join bidrag as tidigare
        on {{ samma_verifikat('ersatt', 'tidigare') }}
    left join bidrag as galler
        on
            ersatt.av_fil_sha256 = galler.fil_sha256
            and ersatt.av_blad = galler.blad
            and ersatt.av_nyckel = galler.ersattning_nyckel
),

-- The same said again in another file needs no words; on another sheet of the file it does.
sagda as (
    select
        *,
        case
            when slag = 'senare' and oavgjord and belopp_sek <> av_belopp_sek
                then 'LEDGER_OAVGJORD'
            when slag = 'senare' then 'LEDGER_ERSATT'
            else 'LEDGER_SAMMA_VERIFIKAT'
        end as regel
    from ersatta
    where slag <> 'lika' or fil_sha256 = av_fil_sha256
),

ordnade as (
    select
        *,
        {{ belopp_i_ord('belopp_sek') }}
        || case
            when regel = 'LEDGER_SAMMA_VERIFIKAT' then ''
            when belopp_sek = av_belopp_sek then ', där på andra konton, koder eller rader'
            else ', där ' || {{ belopp_i_ord('av_belopp_sek') }}
        end as skillnad,
        {{ belopp_i_ord('av_belopp_sek') }}
        || case
            when regel = 'LEDGER_SAMMA_VERIFIKAT' then ''
            when belopp_sek = av_belopp_sek then ', där på andra konton, koder eller rader'
            else ', där ' || {{ belopp_i_ord('belopp_sek') }}
        end as av_skillnad,
        row_number() over (
            partition by fil_sha256, blad, av_fil_sha256, av_blad, regel
            order by abs(belopp_sek - av_belopp_sek) desc, abs(belopp_sek) desc, ersattning_nyckel
        ) as plats
    from sagda
),

byten as (
    select
        fil_sha256,
        blad,
        av_fil_sha256,
        av_blad,
        regel,
        count(*) as antal,
        sum(belopp_sek) as belopp_sek,
        sum(av_belopp_sek) as av_belopp_sek,
        case when count(*) = 1 then min(forsta_rad) end as rad,
        case when count(*) = 1 then min(av_forsta_rad) end as av_rad,
        {{ exempel("namn || ' (' || skillnad || ')'") }} as exempel,
        {{ exempel("namn || ' (' || av_skillnad || ')'") }} as av_exempel
    from ordnade
    group by fil_sha256, blad, av_fil_sha256, av_blad, regel
),

-- Both files are told, the one whose rows do not count first.
om_byten as (
    select
        byten.fil_sha256,
        byten.blad,
        byten.rad,
        byten.regel,
        byten.antal,
        byten.exempel,
        annan.namn as annan_fil,
        byten.belopp_sek,
        byten.av_belopp_sek as annat_belopp_sek
    from byten
    inner join export as annan
        on byten.av_fil_sha256 = annan.fil_sha256 and byten.av_blad = annan.blad
    union all
    select
        byten.av_fil_sha256 as fil_sha256,
        byten.av_blad as blad,
        byten.av_rad as rad,
        byten.regel || '_GALLER' as regel,
        byten.antal,
        byten.av_exempel as exempel,
        annan.namn as annan_fil,
        byten.av_belopp_sek as belopp_sek,
        byten.belopp_sek as annat_belopp_sek
    from byten
    inner join export as annan
        on byten.fil_sha256 = annan.fil_sha256 and byten.blad = annan.blad
),

gallande as (
    select
        bidrag.*,
        export.namn as export_namn,
        plats.foretag,
        plats.foretag_angivet,
        {{ nummer_utan_tillagg('bidrag.verifikation', 'bidrag.datum') }} as nummer
    from bidrag
    inner join export on bidrag.fil_sha256 = export.fil_sha256 and bidrag.blad = export.blad
    inner join {{ ref('int_ledger__export') }} as plats
        on bidrag.fil_sha256 = plats.fil_sha256 and bidrag.blad = plats.blad
    left join {{ ref('int_ledger__ersatt') }} as ersatt
        on {{ samma_verifikat('bidrag', 'ersatt') }}
    where ersatt.fil_sha256 is null
),

-- Parts by the units of their exports: nothing but that says that they are parts.
delar as (
    select
        ena.fil_sha256,
        ena.blad,
        'LEDGER_DELAR' as regel,
        ena.namn,
        ena.forsta_rad,
        annan.export_namn as annan_fil,
        'där' as annan_plats,
        ena.belopp_sek,
        annan.belopp_sek as annat_belopp_sek,
        ena.ersattning_nyckel
    from {{ ref('int_ledger__versionspar') }} as par
    inner join gallande as ena
        on
            par.ersattning_nyckel = ena.ersattning_nyckel
            and par.foretag = ena.foretag
            and (
                (par.fil_sha256 = ena.fil_sha256 and par.blad = ena.blad)
                or (par.senare_fil_sha256 = ena.fil_sha256 and par.senare_blad = ena.blad)
            )
    inner join gallande as annan
        on
            par.ersattning_nyckel = annan.ersattning_nyckel
            and par.foretag = annan.foretag
            and (
                (par.fil_sha256 = annan.fil_sha256 and par.blad = annan.blad)
                or (par.senare_fil_sha256 = annan.fil_sha256 and par.senare_blad = annan.blad)
            )
            and ena.export_namn <> annan.export_namn
    where par.forhallande = 'forvaltningar'
),

-- A number that comes with another date in another file. One that a file has with both dates is
-- known to be two.
numrerade as (
    select
        *,
        count(*) over (partition by foretag, rakenskapsar, serie, verifikation) as antal
    from gallande
    where verifikation is not null and nummer is not null
),

dagar as (
    select distinct
        export.foretag,
        bidrag.fil_sha256,
        bidrag.ersattning_nyckel
    from bidrag
    inner join {{ ref('int_ledger__export') }} as export
        on bidrag.fil_sha256 = export.fil_sha256 and bidrag.blad = export.blad
),

andra_datum as (
    select
        ena.fil_sha256,
        ena.blad,
        'LEDGER_ANNAT_DATUM' as regel,
        ena.namn,
        ena.forsta_rad,
        '' as annan_fil,
        cast(annan.datum as string) || ' i ' || annan.export_namn as annan_plats,
        ena.belopp_sek,
        annan.belopp_sek as annat_belopp_sek,
        ena.ersattning_nyckel,
        row_number() over (
            partition by ena.fil_sha256, ena.blad, ena.ersattning_nyckel
            order by annan.datum, annan.export_namn
        ) as ordning
    from numrerade as ena
    inner join numrerade as annan
        on
            ena.foretag = annan.foretag
            and ena.rakenskapsar = annan.rakenskapsar
            and ena.serie = annan.serie
            and ena.verifikation = annan.verifikation
            and ena.ersattning_nyckel <> annan.ersattning_nyckel
            and ena.fil_sha256 <> annan.fil_sha256
    left join dagar as samma
        on
            ena.foretag = samma.foretag
            and annan.fil_sha256 = samma.fil_sha256
            and ena.ersattning_nyckel = samma.ersattning_nyckel
    left join dagar as omvant
        on
            ena.foretag = omvant.foretag
            and ena.fil_sha256 = omvant.fil_sha256
            and annan.ersattning_nyckel = omvant.ersattning_nyckel
    where
        ena.antal > 1
        and annan.antal > 1
        and (samma.fil_sha256 is null or omvant.fil_sha256 is null)
),

-- The same number and day where only one of two exports says the series, or the company, and other
-- amounts: perhaps one voucher, corrected.
kanske_par as (
    select
        ena.fil_sha256,
        ena.blad,
        ena.ersattning_nyckel,
        ena.namn,
        ena.forsta_rad,
        ena.belopp_sek,
        annan.fil_sha256 as annan_fil_sha256,
        annan.blad as annat_blad,
        annan.ersattning_nyckel as annan_nyckel,
        annan.export_namn as annan_fil,
        annan.belopp_sek as annat_belopp_sek
    from gallande as ena
    inner join gallande as annan
        on
            ena.datum = annan.datum
            and ena.nummer = annan.nummer
            and ena.export_namn <> annan.export_namn
    where
        (ena.ersattning_nyckel <> annan.ersattning_nyckel or ena.foretag <> annan.foretag)
        and (ena.foretag = annan.foretag or not ena.foretag_angivet or not annan.foretag_angivet)
        and (ena.serie = annan.serie or ena.serie = '' or annan.serie = '')
),

kodade as (
    select distinct
        fil_sha256,
        blad,
        ersattning_nyckel,
        konto || '|' || coalesce({{ kodnyckel('ansvar_text') }}, '')
        || '|' || coalesce({{ kodnyckel('projektkod_text') }}, '') as kodning
    from {{ ref('int_ledger__kontorad') }}
    where ersattning_nyckel in (select kanske_par.ersattning_nyckel from kanske_par)
),

kanske as (
    select distinct
        par.fil_sha256,
        par.blad,
        'LEDGER_KANSKE_SAMMA' as regel,
        par.namn,
        par.forsta_rad,
        par.annan_fil,
        'där' as annan_plats,
        par.belopp_sek,
        par.annat_belopp_sek,
        par.ersattning_nyckel || '|' || par.annan_nyckel as ersattning_nyckel
    from kanske_par as par
    inner join kodade as ena
        on {{ samma_verifikat('par', 'ena') }}
    inner join kodade as annan
        on
            par.annan_fil_sha256 = annan.fil_sha256
            and par.annat_blad = annan.blad
            and par.annan_nyckel = annan.ersattning_nyckel
            and ena.kodning = annan.kodning
),

bada as (
    select
        *,
        row_number() over (
            partition by fil_sha256, blad, regel, annan_fil
            order by abs(belopp_sek) desc, ersattning_nyckel
        ) as plats
    from (
        select * from delar
        union all
        select
            fil_sha256,
            blad,
            regel,
            namn,
            forsta_rad,
            annan_fil,
            annan_plats,
            belopp_sek,
            annat_belopp_sek,
            ersattning_nyckel
        from andra_datum
        where ordning = 1
        union all
        select * from kanske
    ) as alla
),

om_bada as (
    select
        fil_sha256,
        blad,
        case when count(*) = 1 then min(forsta_rad) end as rad,
        regel,
        count(*) as antal,
        {{ exempel(
            "namn || ' (' || " ~ belopp_i_ord('belopp_sek') ~ " || ', ' || annan_plats || ' ' || "
            ~ belopp_i_ord('annat_belopp_sek') ~ " || ')'"
        ) }} as exempel,
        annan_fil,
        sum(belopp_sek) as belopp_sek,
        sum(annat_belopp_sek) as annat_belopp_sek
    from bada
    group by fil_sha256, blad, regel, annan_fil
),

funna as (
    select
        fil_sha256,
        nullif(blad, '') as blad,
        rad,
        regel as regel_id,
        antal,
        exempel,
        annan_fil,
        belopp_sek,
        annat_belopp_sek
    from (
        select * from om_byten
        union all
        select * from om_bada
    ) as alla
),

final as (
    {{ sagda_fynd('funna', {
        'antal': 'cast(sagt.antal as string)',
        'fil': 'sagt.annan_fil',
        'exempel': 'sagt.exempel',
        'belopp': belopp_i_ord('sagt.belopp_sek'),
        'annat_belopp': belopp_i_ord('sagt.annat_belopp_sek')
    }) }}
)

select * from final
