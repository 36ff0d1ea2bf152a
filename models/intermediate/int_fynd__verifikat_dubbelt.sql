-- Vouchers that count in two ledger exports though they may be one, said on both files: what is
-- read as parts of one voucher, one number with two dates, and one number and day with other
-- amounts.
with gallande as (
    select * from {{ ref('int_ledger__gallande_verifikat') }}
),

-- Parts by the units of their exports: nothing but that says that they are parts.
delar as (
    select
        ena.*,
        'LEDGER_DELAR' as regel_id,
        annan.export_benamning as annan_fil,
        'där' as annan_plats,
        annan.belopp_sek as annat_belopp_sek,
        ena.ersattning_nyckel as ordning
    from {{ ref('int_ledger__versionspar') }} as par
    {% for namn in ['ena', 'annan'] -%}
    inner join gallande as {{ namn }}
        on
            par.kommun_kod = {{ namn }}.kommun_kod
            and par.ersattning_nyckel = {{ namn }}.ersattning_nyckel
            and par.foretag = {{ namn }}.foretag
            and (
                (par.fil_sha256 = {{ namn }}.fil_sha256 and par.blad = {{ namn }}.blad)
                or (
                    par.senare_fil_sha256 = {{ namn }}.fil_sha256
                    and par.senare_blad = {{ namn }}.blad
                )
            )
    {% endfor -%}
    where par.forhallande = 'forvaltningar' and ena.export_benamning <> annan.export_benamning
),

-- A number that comes with another date in another file. One that a file has with both dates is
-- known to be two.
numrerade as (
    select
        *,
        count(*) over (partition by kommun_kod, foretag, rakenskapsar, serie, verifikation) as antal
    from gallande
    where verifikation is not null and nummer is not null
),

dagar as (
    select distinct
        kommun_kod,
        foretag,
        fil_sha256,
        ersattning_nyckel
    from {{ ref('int_ledger__bidragsverifikat') }}
),

andra_datum as (
    select
        ena.*,
        'LEDGER_ANNAT_DATUM' as regel_id,
        '' as annan_fil,
        cast(annan.datum as string) || ' i ' || annan.export_benamning as annan_plats,
        annan.belopp_sek as annat_belopp_sek,
        ena.ersattning_nyckel as ordning,
        row_number() over (
            partition by ena.kommun_kod, ena.fil_sha256, ena.blad, ena.ersattning_nyckel
            order by annan.datum nulls last, annan.export_benamning
        ) as annan_nr
    from numrerade as ena
    inner join numrerade as annan
        on
            ena.kommun_kod = annan.kommun_kod
            and ena.foretag = annan.foretag
            and ena.rakenskapsar = annan.rakenskapsar
            and ena.serie = annan.serie
            and ena.verifikation = annan.verifikation
            and ena.ersattning_nyckel <> annan.ersattning_nyckel
            and ena.fil_sha256 <> annan.fil_sha256
    left join dagar as samma
        on
            ena.kommun_kod = samma.kommun_kod
            and ena.foretag = samma.foretag
            and annan.fil_sha256 = samma.fil_sha256
            and ena.ersattning_nyckel = samma.ersattning_nyckel
    left join dagar as omvant
        on
            ena.kommun_kod = omvant.kommun_kod
            and ena.foretag = omvant.foretag
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
        ena.*,
        annan.fil_sha256 as annan_fil_sha256,
        annan.blad as annat_blad,
        annan.ersattning_nyckel as annan_nyckel,
        annan.export_benamning as annan_fil,
        annan.belopp_sek as annat_belopp_sek
    from gallande as ena
    inner join gallande as annan
        on
            ena.kommun_kod = annan.kommun_kod
            and ena.datum = annan.datum
            and ena.nummer = annan.nummer
            and ena.export_benamning <> annan.export_benamning
    where
        (ena.ersattning_nyckel <> annan.ersattning_nyckel or ena.foretag <> annan.foretag)
        and {{ kanske_samma_foretag('ena', 'annan') }}
        and (ena.serie = annan.serie or ena.serie = '' or annan.serie = '')
),

kodade as (
    select distinct
        kommun_kod,
        fil_sha256,
        blad,
        ersattning_nyckel,
        konto || '|' || coalesce({{ kodnyckel('ansvar_text') }}, '')
        || '|' || coalesce({{ kodnyckel('projektkod_text') }}, '') as kodning
    from {{ ref('int_ledger__kontorad') }}
    where
        (kommun_kod, ersattning_nyckel) in (
            select
                kanske_par.kommun_kod,
                kanske_par.ersattning_nyckel
            from kanske_par
        )
),

kanske as (
    select distinct
        par.*,
        'LEDGER_KANSKE_SAMMA' as regel_id,
        'där' as annan_plats,
        par.ersattning_nyckel || '|' || par.annan_nyckel as ordning
    from kanske_par as par
    inner join kodade as ena
        on {{ samma_verifikat('par', 'ena') }}
    inner join kodade as annan
        on
            par.kommun_kod = annan.kommun_kod
            and par.annan_fil_sha256 = annan.fil_sha256
            and par.annat_blad = annan.blad
            and par.annan_nyckel = annan.ersattning_nyckel
            and ena.kodning = annan.kodning
),

bada as (
    {% for fynd in ['delar', 'andra_datum', 'kanske'] -%}
    select
        kommun_kod,
        fil_sha256,
        blad,
        forsta_rad,
        regel_id,
        annan_fil,
        belopp_sek,
        annat_belopp_sek,
        benamning || ' (' || {{ belopp_i_ord('belopp_sek') }} || ', ' || annan_plats || ' '
        || {{ belopp_i_ord('annat_belopp_sek') }} || ')' as exempel,
        row_number() over (
            partition by kommun_kod, fil_sha256, blad, annan_fil
            order by abs(belopp_sek) desc, ordning
        ) as plats
    from {{ fynd }}
    {% if fynd == 'andra_datum' -%}
    where annan_nr = 1
    {% endif -%}
    {{ 'union all' if not loop.last }}
    {% endfor -%}
),

per_fil as (
    select
        kommun_kod,
        fil_sha256,
        nullif(blad, '') as blad,
        case when count(*) = 1 then min(forsta_rad) end as rad,
        regel_id,
        count(*) as antal,
        {{ exempel('exempel') }} as exempel,
        annan_fil,
        sum(belopp_sek) as belopp_sek,
        sum(annat_belopp_sek) as annat_belopp_sek
    from bada
    group by kommun_kod, fil_sha256, blad, regel_id, annan_fil
),

final as (
    {{ sagda_verifikat('per_fil') }}
)

select * from final
