-- Projects that several submissions of one nämnd and year do not agree on: those that no longer
-- count because a later submission lacks them, and those that may count twice.
{% set flest_att_jamfora = 1000 %}
{% set inlamning = ['inlamning_nyckel', 'ar', 'version', 'fil_sha256'] %}

with versioner as (
    select
        version.*,
        benamning.benamning,
        benamning.vem,
        benamning.blad,
        benamning.rad
    from {{ ref('int_inlamning__version') }} as version
    inner join {{ ref('int_inlamning__benamning') }} as benamning
        on {{ samma_inlamning('version', 'benamning') }}
),

par as (
    select
        ersattning.*,
        kopia.fil_sha256 is not null as ar_kopia
    from {{ ref('int_inlamning__ersattning') }} as ersattning
    left join {{ ref('int_inlamning__kopia') }} as kopia
        on {{ samma_inlamning('ersattning', 'kopia') }}
),

grupper as (
    select
        inlamning_nyckel,
        ar
    from par
    union distinct
    select
        inlamning_nyckel,
        ar
    from versioner
    where gallande and slag = 'projekt'
    group by inlamning_nyckel, ar
    having count(*) > 1
),

rader as (
    select
        rad.*,
        version.gallande
    from {{ ref('int_inlamning__rad') }} as rad
    inner join versioner as version
        on {{ samma_inlamning('rad', 'version') }}
    inner join grupper
        on
            rad.inlamning_nyckel = grupper.inlamning_nyckel
            and rad.ar = grupper.ar
),

-- What to look for in whom: the projects of what does not count among all that counts; and where
-- nothing decided, the projects of what counts in the one that does not.
sokta as (
    select
        'utgatt' as fraga,
        rader.*,
        '' as annan_sha256
    from rader
    where not rader.gallande
    union all
    select
        'bara_dar' as fraga,
        rader.*,
        par.fil_sha256 as annan_sha256
    from rader
    inner join par
        on
            rader.inlamning_nyckel = par.inlamning_nyckel
            and rader.ar = par.ar
            and rader.version = par.ersattare_version
            and rader.fil_sha256 = par.ersattare_sha256
    where par.skal = 'oklart' and not par.ar_kopia
),

genomsokta as (
    select
        inlamning_nyckel,
        ar,
        namn_nyckel,
        bidrag_nyckel,
        'utgatt' as fraga,
        '' as fil_sha256
    from rader
    where gallande
    union distinct
    select
        rader.inlamning_nyckel,
        rader.ar,
        rader.namn_nyckel,
        rader.bidrag_nyckel,
        'bara_dar' as fraga,
        rader.fil_sha256
    from rader
    inner join par
        on {{ samma_inlamning('rader', 'par') }}
    where par.skal = 'oklart' and not par.ar_kopia
),

traffar as (
    {% for kolumn in ['namn_nyckel', 'bidrag_nyckel'] %}
    select distinct
        sokta.fraga,
        sokta.inlamning_nyckel,
        sokta.ar,
        sokta.version,
        sokta.fil_sha256,
        sokta.annan_sha256,
        sokta.namn_nyckel
    from sokta
    inner join genomsokta
        on
            sokta.fraga = genomsokta.fraga
            and sokta.inlamning_nyckel = genomsokta.inlamning_nyckel
            and sokta.ar = genomsokta.ar
            and sokta.annan_sha256 = genomsokta.fil_sha256
            and sokta.{{ kolumn }} = genomsokta.{{ kolumn }}
    {% if not loop.last %}union distinct{% endif %}
    {% endfor %}
),

-- A project is there when any of its rows is, by name or by bidragsnummer.
saknade as (
    select
        sokta.fraga,
        sokta.inlamning_nyckel,
        sokta.ar,
        sokta.version,
        sokta.fil_sha256,
        sokta.annan_sha256,
        sokta.namn_nyckel,
        sokta.projekt,
        sokta.utbetalt,
        sokta.valuta
    from sokta
    left join traffar
        on
            {{ samma_inlamning('sokta', 'traffar') }}
            and sokta.fraga = traffar.fraga
            and sokta.annan_sha256 = traffar.annan_sha256
            and sokta.namn_nyckel = traffar.namn_nyckel
    where traffar.fil_sha256 is null
),
{% set fraga = ['fraga'] + inlamning + ['annan_sha256'] %}

pengar_per_projekt as (
    {{ pengar_per('saknade', fraga + ['namn_nyckel']) }}
),

pengar_i_allt as (
    {{ pengar_per('saknade', fraga) }}
),

-- The largest first: of many only the first are named.
saknade_projekt as (
    select
        {{ fraga | join(', ') }},
        namn_nyckel,
        min(projekt) as projekt,
        row_number() over (
            partition by {{ fraga | join(', ') }}
            order by
                sum(case when valuta = 'SEK' then utbetalt end) desc nulls last,
                max(utbetalt) desc nulls last,
                min(projekt)
        ) as plats
    from saknade
    group by {{ fraga | join(', ') }}, namn_nyckel
),

listor as (
    select
        saknade_projekt.{{ fraga | join(', saknade_projekt.') }},
        {{ uppraknade(
            "saknade_projekt.projekt || ' (' || coalesce(pengar_per_projekt.pengar, 'inget känt belopp') || ')'",
            'saknade_projekt.plats'
        ) }} as projekt
    from saknade_projekt
    left join pengar_per_projekt
        on
            {{ samma_inlamning('saknade_projekt', 'pengar_per_projekt') }}
            and saknade_projekt.fraga = pengar_per_projekt.fraga
            and saknade_projekt.annan_sha256 = pengar_per_projekt.annan_sha256
            and saknade_projekt.namn_nyckel = pengar_per_projekt.namn_nyckel
    group by saknade_projekt.{{ fraga | join(', saknade_projekt.') }}
),

listor_med_pengar as (
    select
        listor.*,
        coalesce(pengar_i_allt.pengar, 'inget känt belopp') as pengar
    from listor
    left join pengar_i_allt
        on
            {{ samma_inlamning('listor', 'pengar_i_allt') }}
            and listor.fraga = pengar_i_allt.fraga
            and listor.annan_sha256 = pengar_i_allt.annan_sha256
),

sagda_par as (
    select
        ersatt.inlamning_nyckel,
        ersatt.ar,
        ersatt.version,
        ersatt.fil_sha256,
        ersatt.blad,
        ersatt.rad,
        ersatt.vem,
        ersatt.benamning,
        ersattare.version as ersattare_version,
        ersattare.fil_sha256 as ersattare_sha256,
        ersattare.blad as ersattare_blad,
        ersattare.rad as ersattare_rad,
        ersattare.benamning as ersattare_benamning,
        ersattare.ordning
    from par
    inner join versioner as ersatt
        on {{ samma_inlamning('par', 'ersatt') }}
    inner join versioner as ersattare
        on
            par.inlamning_nyckel = ersattare.inlamning_nyckel
            and par.ar = ersattare.ar
            and par.ersattare_version = ersattare.version
            and par.ersattare_sha256 = ersattare.fil_sha256
),

utgangna as (
    select
        sagda_par.fil_sha256,
        sagda_par.blad,
        sagda_par.rad,
        'PROJEKT_UTGATT' as regel_id,
        sagda_par.vem,
        {{ sammanfoga('sagda_par.ersattare_benamning', ' och ', 'sagda_par.ordning desc') }}
            as annan,
        listor_med_pengar.projekt,
        listor_med_pengar.pengar
    from sagda_par
    inner join listor_med_pengar
        on
            {{ samma_inlamning('sagda_par', 'listor_med_pengar') }}
            and listor_med_pengar.fraga = 'utgatt'
    group by
        sagda_par.inlamning_nyckel,
        sagda_par.ar,
        sagda_par.version,
        sagda_par.fil_sha256,
        sagda_par.blad,
        sagda_par.rad,
        sagda_par.vem,
        listor_med_pengar.projekt,
        listor_med_pengar.pengar
    union all
    select
        sagda_par.ersattare_sha256 as fil_sha256,
        sagda_par.ersattare_blad as blad,
        sagda_par.ersattare_rad as rad,
        'PROJEKT_SAKNAS_I_SENARE' as regel_id,
        sagda_par.vem,
        sagda_par.benamning as annan,
        listor_med_pengar.projekt,
        listor_med_pengar.pengar
    from sagda_par
    inner join listor_med_pengar
        on
            {{ samma_inlamning('sagda_par', 'listor_med_pengar') }}
            and listor_med_pengar.fraga = 'utgatt'
),

bara_dar as (
    select
        sagda_par.*,
        listor_med_pengar.projekt,
        listor_med_pengar.pengar
    from sagda_par
    inner join listor_med_pengar
        on
            listor_med_pengar.fraga = 'bara_dar'
            and sagda_par.inlamning_nyckel = listor_med_pengar.inlamning_nyckel
            and sagda_par.ar = listor_med_pengar.ar
            and sagda_par.ersattare_version = listor_med_pengar.version
            and sagda_par.ersattare_sha256 = listor_med_pengar.fil_sha256
            and sagda_par.fil_sha256 = listor_med_pengar.annan_sha256
),

bara_dar_sagda as (
    select
        fil_sha256,
        blad,
        rad,
        'PROJEKT_BARA_I_ANNAT' as regel_id,
        vem,
        ersattare_benamning as annan,
        projekt,
        pengar
    from bara_dar
    union all
    select
        ersattare_sha256 as fil_sha256,
        ersattare_blad as blad,
        ersattare_rad as rad,
        'PROJEKT_BARA_HAR' as regel_id,
        vem,
        benamning as annan,
        projekt,
        pengar
    from bara_dar
),

-- Parts of one submission: two names that differ in a few letters, or the same odd amount, may be
-- one project told twice. Each is held against each, so only where people have written them.
delars_projekt as (
    select
        {{ inlamning | join(', ') }},
        namn_nyckel,
        valuta,
        min(projekt) as projekt,
        sum(utbetalt) as belopp,
        count(*) over (partition by inlamning_nyckel, ar) as antal
    from rader
    where gallande
    group by {{ inlamning | join(', ') }}, namn_nyckel, valuta
),

liknande as (
    select
        en.inlamning_nyckel,
        en.ar,
        en.version,
        en.fil_sha256,
        annan.fil_sha256 as annan_sha256,
        en.projekt || ' (' || {{ pengar_i_ord('en.belopp', 'en.valuta') }} || ') och '
        || annan.projekt || ' (' || {{ pengar_i_ord('annan.belopp', 'annan.valuta') }} || ')'
            as projekt,
        row_number() over (
            partition by en.inlamning_nyckel, en.ar, en.version, en.fil_sha256, annan.fil_sha256
            order by
                case when en.belopp is null then 1 else 0 end,
                en.belopp * -1,
                en.projekt,
                annan.projekt,
                en.valuta,
                annan.valuta
        ) as plats
    from delars_projekt as en
    inner join delars_projekt as annan
        on
            en.inlamning_nyckel = annan.inlamning_nyckel
            and en.ar = annan.ar
            and en.fil_sha256 <> annan.fil_sha256
    where
        en.antal <= {{ flest_att_jamfora }}
        and (
            (
                length(en.namn_nyckel) > 4
                and levenshtein(en.namn_nyckel, annan.namn_nyckel) * 4
                <= greatest(length(en.namn_nyckel), length(annan.namn_nyckel))
            )
            or (en.valuta = annan.valuta and en.belopp = annan.belopp and en.belopp % 1000 <> 0)
        )
),

-- The same project by what only the whole warehouse knows, such as a bidragsnummer of another year.
delars_koder as (
    select
        rad.fil_sha256,
        rad.namnd_kod as inlamning_nyckel,
        rad.ar,
        rad.projekt_kod,
        'SEK' as valuta,
        min(rad.projekt) as projekt,
        sum(rad.redovisat_sek) as utbetalt
    from {{ ref('int_deltagande__rad') }} as rad
    inner join grupper
        on
            rad.namnd_kod = grupper.inlamning_nyckel
            and rad.ar = grupper.ar
    where rad.projekt_kod <> {{ okand('projekt') }}
    group by rad.fil_sha256, rad.namnd_kod, rad.ar, rad.projekt_kod
),

samma_kod as (
    select
        en.inlamning_nyckel,
        en.ar,
        en.fil_sha256,
        annan.fil_sha256 as annan_sha256,
        en.projekt || ' (' || {{ pengar_i_ord('en.utbetalt', 'en.valuta') }} || ') och '
        || annan.projekt || ' (' || {{ pengar_i_ord('annan.utbetalt', 'annan.valuta') }} || ')'
            as projekt,
        row_number() over (
            partition by en.inlamning_nyckel, en.ar, en.fil_sha256, annan.fil_sha256
            order by en.projekt_kod
        ) as plats
    from delars_koder as en
    inner join delars_koder as annan
        on
            en.inlamning_nyckel = annan.inlamning_nyckel
            and en.ar = annan.ar
            and en.projekt_kod = annan.projekt_kod
            and en.fil_sha256 <> annan.fil_sha256
),

kanske_samma as (
    select
        inlamning_nyckel,
        ar,
        fil_sha256,
        annan_sha256,
        'PROJEKT_LIKNAR_I_DELAR' as regel_id,
        {{ uppraknade('projekt', 'plats') }} as projekt
    from liknande
    group by inlamning_nyckel, ar, fil_sha256, annan_sha256
    union all
    select
        inlamning_nyckel,
        ar,
        fil_sha256,
        annan_sha256,
        'PROJEKT_I_FLERA_DELAR' as regel_id,
        {{ uppraknade('projekt', 'plats') }} as projekt
    from samma_kod
    group by inlamning_nyckel, ar, fil_sha256, annan_sha256
),

tva_ganger as (
    select
        en.fil_sha256,
        en.blad,
        en.rad,
        kanske_samma.regel_id,
        en.vem,
        annan.benamning as annan,
        kanske_samma.projekt,
        cast(null as string) as pengar
    from kanske_samma
    inner join versioner as en
        on
            en.gallande
            and en.slag = 'projekt'
            and kanske_samma.inlamning_nyckel = en.inlamning_nyckel
            and kanske_samma.ar = en.ar
            and kanske_samma.fil_sha256 = en.fil_sha256
    inner join versioner as annan
        on
            annan.gallande
            and annan.slag = 'projekt'
            and kanske_samma.inlamning_nyckel = annan.inlamning_nyckel
            and kanske_samma.ar = annan.ar
            and kanske_samma.annan_sha256 = annan.fil_sha256
),

sagt as (
    select * from utgangna
    union all
    select * from bara_dar_sagda
    union all
    select * from tva_ganger
),

final as (
    {{ sagda_fynd('sagt', {
        'annan': 'sagt.annan',
        'vem': 'sagt.vem',
        'projekt': 'sagt.projekt',
        'belopp': 'sagt.pengar',
    }) }}
)

select * from final
