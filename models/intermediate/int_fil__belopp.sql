-- What became of the money of every file: each row is in exactly one outcome. Income is positive.
-- Rows in another currency count with their kronor, which only grants and submissions are given.
with kurs as (
    {{ kurser() }}
),

bidrag as (
    select
        bidrag.kommun_kod,
        bidrag.fil_sha256,
        case when ersatt.fil_sha256 is null then 'raknas' else 'ersatt' end as utfall,
        case when ersatt.fil_sha256 is null then 'EU-bidrag' else export.fil end as skal,
        bidrag.antal_rader,
        bidrag.belopp_sek
    from {{ ref('int_ledger__bidragsverifikat') }} as bidrag
    left join {{ ref('int_ledger__ersatt') }} as ersatt
        on {{ samma_verifikat('bidrag', 'ersatt') }}
    left join {{ ref('int_ledger__export') }} as export
        on
            ersatt.kommun_kod = export.kommun_kod
            and ersatt.av_fil_sha256 = export.fil_sha256
            and ersatt.av_blad = export.blad
),

ovriga_konton as (
    select
        summa.kommun_kod,
        summa.fil_sha256,
        case summa.utfall
            when 'laddad' then 'inget_bidrag'
            when 'dubblett' then 'upprepad'
            else summa.utfall
        end as utfall,
        case
            when summa.utfall <> 'laddad' then 'samma rad igen i filen'
            when konto.benamning is not null
                then konto.benamning || ' (' || konto.konto_fran || '–' || konto.konto_till || ')'
            else 'konto som inte står i konto.csv'
        end as skal,
        summa.antal_rader,
        case when summa.antal_belopp > 0 then -summa.belopp end as belopp_sek
    from {{ ref('int_ledger__kontosumma') }} as summa
    left join {{ ref('int_ledger__konto') }} as konto
        on summa.kommun_kod = konto.kommun_kod and summa.konto = konto.konto
    where
        (summa.utfall = 'laddad' and not coalesce(konto.ar_eu_bidrag, false))
        or summa.utfall = 'dubblett'
),

konton as (
    select distinct
        kommun_kod,
        konto_rent,
        benamning,
        konto_fran,
        konto_till
    from {{ ref('int_ledger__konto') }}
),

-- Of these accounts, what counts as a part of a grant: it stands among the grants above.
till_partner as (
    select
        rad.kommun_kod,
        rad.fil_sha256,
        'inget_bidrag' as utfall,
        konto.benamning || ' (' || konto.konto_fran || '–' || konto.konto_till || ')' as skal,
        -1 as antal_rader,
        rad.belopp as belopp_sek
    from {{ ref('int_ledger__kontorad') }} as rad
    inner join konton as konto on rad.kommun_kod = konto.kommun_kod and rad.konto = konto.konto_rent
    where not rad.ar_eu_bidrag
),

-- A row may be held for several reasons; it is one row.
regler as (
    select
        kommun_kod,
        fil_sha256,
        coalesce(blad, '') as blad,
        rad,
        min(regel) as regel
    from {{ ref('stg_raw__avvisad_rad') }}
    group by kommun_kod, fil_sha256, coalesce(blad, ''), rad
),

avvisade_ledger as (
    select
        rad.kommun_kod,
        blad.fil_sha256,
        'avvisad' as utfall,
        regler.regel as skal,
        1 as antal_rader,
        -rad.belopp as belopp_sek
    from {{ ref('stg_ledger__belopp') }} as rad
    inner join {{ ref('stg_ledger__blad') }} as blad
        on rad.kommun_kod = blad.kommun_kod and rad.blad_nr = blad.blad_nr
    left join regler
        on
            blad.kommun_kod = regler.kommun_kod
            and blad.fil_sha256 = regler.fil_sha256
            and blad.blad = regler.blad
            and rad.fil_rad = regler.rad
    where rad.utfall = 'avvisad'
),

inlamnade as (
    select
        rad.kommun_kod,
        rad.kallrad_id,
        rad.fil_sha256,
        rad.blad,
        rad.rad,
        rad.utfall,
        {{ i_sek('rad.utbetalt', 'rad.utbetalt_valuta', 'kurs.sek_per_enhet') }} as belopp_sek
    from {{ ref('stg_submission__belopp') }} as rad
    left join kurs on rad.utbetalt_valuta = kurs.valuta and rad.ar = kurs.ar
    where rad.utfall <> 'total'
),

gallande_fil as (
    select
        ersattning.kommun_kod,
        ersattning.inlamning_nyckel,
        ersattning.ar,
        ersattning.version,
        ersattning.fil_sha256,
        min(version.fil) as fil
    from {{ ref('int_inlamning__ersattning') }} as ersattning
    inner join {{ ref('int_inlamning__version') }} as version
        on
            {{ samma_kolumner('ersattning', 'version', ['inlamning_nyckel', 'ar']) }}
            and ersattning.ersattare_version = version.version
            and ersattning.ersattare_sha256 = version.fil_sha256
    group by
        ersattning.kommun_kod,
        ersattning.inlamning_nyckel,
        ersattning.ar,
        ersattning.version,
        ersattning.fil_sha256
),

underlag as (
    select
        inlamnade.kommun_kod,
        inlamnade.fil_sha256,
        case
            when inlamnade.utfall = 'dubblett' then 'upprepad'
            when inlamnade.utfall = 'avvisad' then 'avvisad'
            when galler.kallrad_id is not null then 'raknas'
            else 'ersatt'
        end as utfall,
        case
            when inlamnade.utfall = 'dubblett' then 'samma rad igen i filen'
            when inlamnade.utfall = 'avvisad' then regler.regel
            when galler.kallrad_id is not null then 'projekt'
            else gallande_fil.fil
        end as skal,
        1 as antal_rader,
        inlamnade.belopp_sek
    from inlamnade
    left join {{ ref('int_inlamning__projektrad') }} as galler
        on inlamnade.kommun_kod = galler.kommun_kod and inlamnade.kallrad_id = galler.kallrad_id
    left join {{ ref('stg_submission__projekt') }} as rad
        on inlamnade.kommun_kod = rad.kommun_kod and inlamnade.kallrad_id = rad.kallrad_id
    left join gallande_fil
        on {{ samma_inlamning('rad', 'gallande_fil') }}
    left join regler
        on {{ samma_kolumner('inlamnade', 'regler', ['fil_sha256', 'blad', 'rad']) }}
),

alla as (
    select * from bidrag
    union all
    select * from ovriga_konton
    union all
    select * from till_partner
    union all
    select * from avvisade_ledger
    union all
    select * from underlag
),

final as (
    select
        alla.kommun_kod,
        alla.fil_sha256,
        alla.utfall,
        coalesce(alla.skal, 'okänt') as skal,
        sum(alla.antal_rader) as antal_rader,
        -- Unknown where none of the amounts could be read.
        cast(sum(alla.belopp_sek) as decimal(38, 2)) as belopp_sek
    from alla
    group by alla.kommun_kod, alla.fil_sha256, alla.utfall, coalesce(alla.skal, 'okänt')
    -- All that stood on an account may be parts of grants.
    having sum(alla.antal_rader) > 0
)

select * from final
