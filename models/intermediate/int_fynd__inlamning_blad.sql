-- Answers and other sheets of several submissions of one nämnd and year: what a later one leaves
-- out, and what two that count tell differently. No money, but the yearly report prints them.
with versioner as (
    select
        version.*,
        benamning.benamning,
        benamning.vem
    from {{ ref('int_inlamning__version') }} as version
    inner join {{ ref('int_inlamning__benamning') }} as benamning
        on {{ samma_inlamning('version', 'benamning') }}
),

poster as (
    select distinct
        version.inlamning_nyckel,
        version.ar,
        version.version,
        version.fil_sha256,
        version.ordning,
        version.ar_ersatt,
        rad.bladtyp,
        rad.post,
        rad.innehall,
        rad.namn,
        raknas.kallrad_id is not null as raknas
    from {{ ref('int_inlamning__bladrad') }} as rad
    inner join versioner as version
        on
            rad.fil_sha256 = version.fil_sha256
            and rad.namnd_kod = version.namnd_kod
            and rad.ar = version.ar
            and rad.version = version.version
    left join {{ ref('int_inlamning__gallande_bladrad') }} as raknas
        on
            rad.kallrad_id = raknas.kallrad_id
            and rad.bladtyp = raknas.bladtyp
),

raknade as (
    select distinct
        inlamning_nyckel,
        ar,
        bladtyp,
        post
    from poster
    where raknas
),

utgangna_poster as (
    select
        poster.inlamning_nyckel,
        poster.ar,
        poster.version,
        poster.fil_sha256,
        poster.bladtyp,
        poster.post,
        min(poster.namn) as namn
    from poster
    left join raknade
        on
            poster.inlamning_nyckel = raknade.inlamning_nyckel
            and poster.ar = raknade.ar
            and poster.bladtyp = raknade.bladtyp
            and poster.post = raknade.post
    where poster.ar_ersatt and raknade.post is null
    group by
        poster.inlamning_nyckel,
        poster.ar,
        poster.version,
        poster.fil_sha256,
        poster.bladtyp,
        poster.post
),

utgangna_ordnade as (
    select
        *,
        row_number() over (
            partition by inlamning_nyckel, ar, version, fil_sha256 order by bladtyp, namn, post
        ) as plats
    from utgangna_poster
),

utgangna as (
    select
        inlamning_nyckel,
        ar,
        version,
        fil_sha256,
        {{ uppraknade('namn', 'plats') }} as poster
    from utgangna_ordnade
    group by inlamning_nyckel, ar, version, fil_sha256
),

par as (
    select
        utgangna.inlamning_nyckel,
        utgangna.ar,
        utgangna.version,
        utgangna.fil_sha256,
        utgangna.poster,
        ersatt.vem,
        ersatt.benamning,
        ersattare.fil_sha256 as ersattare_sha256,
        ersattare.benamning as ersattare_benamning,
        ersattare.ordning
    from utgangna
    inner join {{ ref('int_inlamning__ersattning') }} as ersattning
        on {{ samma_inlamning('utgangna', 'ersattning') }}
    inner join versioner as ersatt
        on {{ samma_inlamning('utgangna', 'ersatt') }}
    inner join versioner as ersattare
        on
            ersattning.inlamning_nyckel = ersattare.inlamning_nyckel
            and ersattning.ar = ersattare.ar
            and ersattning.ersattare_version = ersattare.version
            and ersattning.ersattare_sha256 = ersattare.fil_sha256
),

-- A text that a later text replaces: said also when nothing in it is missed.
ersatta_texter as (
    select
        text.inlamning_nyckel,
        text.ar,
        text.version,
        text.fil_sha256,
        text.vem,
        text.benamning,
        ersattare.fil_sha256 as ersattare_sha256,
        ersattare.benamning as ersattare_benamning,
        ersattare.ordning
    from versioner as text
    inner join {{ ref('int_inlamning__ersattning') }} as ersattning
        on {{ samma_inlamning('text', 'ersattning') }}
    inner join versioner as ersattare
        on
            ersattning.inlamning_nyckel = ersattare.inlamning_nyckel
            and ersattning.ar = ersattare.ar
            and ersattning.ersattare_version = ersattare.version
            and ersattning.ersattare_sha256 = ersattare.fil_sha256
    where text.slag = 'text'
),

-- Two files that count tell of the same thing in different words or numbers.
olika as (
    select
        inlamning_nyckel,
        ar,
        bladtyp,
        post,
        min(namn) as namn
    from poster
    where raknas
    group by inlamning_nyckel, ar, bladtyp, post
    having count(distinct fil_sha256) > 1 and count(distinct innehall) > 1
),

olika_ordnade as (
    select
        *,
        row_number() over (partition by inlamning_nyckel, ar order by bladtyp, namn, post) as plats
    from olika
),

olika_listor as (
    select
        inlamning_nyckel,
        ar,
        {{ uppraknade('namn', 'plats') }} as poster
    from olika_ordnade
    group by inlamning_nyckel, ar
),

olika_filer as (
    select distinct
        poster.inlamning_nyckel,
        poster.ar,
        poster.version,
        poster.fil_sha256
    from poster
    inner join olika
        on
            poster.inlamning_nyckel = olika.inlamning_nyckel
            and poster.ar = olika.ar
            and poster.bladtyp = olika.bladtyp
            and poster.post = olika.post
    where poster.raknas
),

olika_namn as (
    select
        olika_filer.*,
        version.vem,
        version.benamning,
        version.ordning
    from olika_filer
    inner join versioner as version
        on {{ samma_inlamning('olika_filer', 'version') }}
),

sagt as (
    select
        fil_sha256,
        'TEXT_ERSATT' as regel_id,
        vem,
        {{ sammanfoga('ersattare_benamning', ' och ', 'ordning desc') }} as annan,
        cast(null as string) as poster
    from ersatta_texter
    group by inlamning_nyckel, ar, version, fil_sha256, vem
    union all
    select
        ersattare_sha256 as fil_sha256,
        'TEXT_ERSATTER' as regel_id,
        vem,
        benamning as annan,
        cast(null as string) as poster
    from ersatta_texter
    union all
    select
        fil_sha256,
        'BLAD_UTGATT' as regel_id,
        vem,
        {{ sammanfoga('ersattare_benamning', ' och ', 'ordning desc') }} as annan,
        poster
    from par
    group by inlamning_nyckel, ar, version, fil_sha256, vem, poster
    union all
    select
        ersattare_sha256 as fil_sha256,
        'BLAD_SAKNAS_I_SENARE' as regel_id,
        vem,
        benamning as annan,
        poster
    from par
    union all
    select
        en.fil_sha256,
        'BLAD_OLIKA' as regel_id,
        en.vem,
        {{ sammanfoga('annan.benamning', ' och ', 'annan.ordning') }} as annan,
        olika_listor.poster
    from olika_namn as en
    inner join olika_namn as annan
        on
            en.inlamning_nyckel = annan.inlamning_nyckel
            and en.ar = annan.ar
            and en.fil_sha256 <> annan.fil_sha256
    inner join olika_listor
        on
            en.inlamning_nyckel = olika_listor.inlamning_nyckel
            and en.ar = olika_listor.ar
    group by
        en.inlamning_nyckel, en.ar, en.version, en.fil_sha256, en.vem, olika_listor.poster
),

-- The sheets stand in files of one submission: what is said is said of the file.
placerade as (
    select
        *,
        cast(null as string) as blad,
        cast(null as bigint) as rad
    from sagt
),

final as (
    {{ sagda_fynd('placerade', {
        'annan': 'sagt.annan',
        'vem': 'sagt.vem',
        'poster': 'sagt.poster',
    }) }}
)

select * from final
