-- Several files that are parts of one submission and count together, said on each; and projects
-- that may be told in two of them.
{% set flest_att_jamfora = 1000 %}
{% set del = ['kommun_kod', 'inlamning_nyckel', 'ar', 'fil_sha256'] %}

with delar as (
    select * from {{ ref('int_inlamning__benamning') }}
    where gallande and slag = 'projekt'
),

par as (
    select
        en.kommun_kod,
        en.inlamning_nyckel,
        en.ar,
        en.version,
        en.fil_sha256,
        en.blad,
        en.rad,
        en.vem,
        en.pengar,
        annan.fil_sha256 as annan_sha256,
        annan.benamning as annan,
        annan.pengar as annans_pengar,
        annan.ordning
    from delar as en
    inner join delar as annan
        on
            en.kommun_kod = annan.kommun_kod
            and en.inlamning_nyckel = annan.inlamning_nyckel
            and en.ar = annan.ar
            and en.fil_sha256 <> annan.fil_sha256
),

flera as (
    select distinct
        kommun_kod,
        inlamning_nyckel,
        ar,
        version,
        fil_sha256
    from par
),

raknas_ihop as (
    select
        kommun_kod,
        fil_sha256,
        blad,
        rad,
        vem,
        pengar,
        {{ sammanfoga('annan', ' och ', 'ordning') }} as annan,
        {{ sammanfoga('annans_pengar', ' och ', 'ordning') }} as annans_pengar
    from par
    group by kommun_kod, inlamning_nyckel, ar, version, fil_sha256, blad, rad, vem, pengar
),

-- By name as it is written, and by what only the whole warehouse knows, such as a bidragsnummer of
-- another year.
projekt as (
    select
        rad.kommun_kod,
        rad.inlamning_nyckel,
        rad.ar,
        rad.fil_sha256,
        'PROJEKT_LIKNAR_I_DELAR' as regel_id,
        rad.namn_nyckel as nyckel,
        rad.valuta,
        min(rad.projekt) as projekt,
        sum(rad.utbetalt) as belopp,
        count(*) over (partition by rad.kommun_kod, rad.inlamning_nyckel, rad.ar) as antal
    from {{ ref('int_inlamning__rad') }} as rad
    inner join flera
        on {{ samma_inlamning('rad', 'flera') }}
    group by
        rad.kommun_kod, rad.inlamning_nyckel, rad.ar, rad.fil_sha256, rad.namn_nyckel, rad.valuta
    union all
    select
        rad.kommun_kod,
        rad.namnd_kod as inlamning_nyckel,
        rad.ar,
        rad.fil_sha256,
        'PROJEKT_I_FLERA_DELAR' as regel_id,
        rad.projekt_kod as nyckel,
        'SEK' as valuta,
        min(rad.projekt) as projekt,
        sum(rad.redovisat_sek) as belopp,
        0 as antal
    from {{ ref('int_deltagande__rad') }} as rad
    inner join flera
        on
            rad.kommun_kod = flera.kommun_kod
            and rad.namnd_kod = flera.inlamning_nyckel
            and rad.ar = flera.ar
            and rad.fil_sha256 = flera.fil_sha256
    where rad.projekt_kod <> {{ okand('projekt') }}
    group by rad.kommun_kod, rad.namnd_kod, rad.ar, rad.fil_sha256, rad.projekt_kod
),

-- Two names that differ in a few letters, or the same odd amount, may be one project told twice.
-- Each is held against each, so only where people have written them.
lika_projekt as (
    select
        en.kommun_kod,
        {% for kolumn in del -%}
        en.{{ kolumn }},
        {% endfor -%}
        annan.fil_sha256 as annan_sha256,
        en.regel_id,
        en.projekt || ' (' || {{ pengar_i_ord('en.belopp', 'en.valuta') }} || ') och '
        || annan.projekt || ' (' || {{ pengar_i_ord('annan.belopp', 'annan.valuta') }} || ')'
            as projekt,
        row_number() over (
            partition by en.{{ del | join(', en.') }}, annan.fil_sha256, en.regel_id
            order by
                case when en.regel_id = 'PROJEKT_I_FLERA_DELAR' then en.nyckel end nulls last,
                case when en.belopp is null then 1 else 0 end,
                en.belopp * -1 nulls last,
                en.projekt,
                annan.projekt,
                en.valuta,
                annan.valuta
        ) as plats
    from projekt as en
    inner join projekt as annan
        on
            en.kommun_kod = annan.kommun_kod
            and en.inlamning_nyckel = annan.inlamning_nyckel
            and en.ar = annan.ar
            and en.fil_sha256 <> annan.fil_sha256
            and en.regel_id = annan.regel_id
    where
        case
            when en.regel_id = 'PROJEKT_I_FLERA_DELAR' then en.nyckel = annan.nyckel
            else
                en.antal <= {{ flest_att_jamfora }}
                and (
                    (
                        length(en.nyckel) > 4
                        and {{ teckenavstand('en.nyckel', 'annan.nyckel') }} * 4
                        <= greatest(length(en.nyckel), length(annan.nyckel))
                    )
                    or (
                        en.valuta = annan.valuta
                        and en.belopp = annan.belopp
                        and en.belopp % 1000 <> 0
                    )
                )
        end
),

listor as (
    select
        {{ del | join(', ') }},
        annan_sha256,
        regel_id,
        {{ uppraknade('projekt', 'plats') }} as projekt
    from lika_projekt
    group by {{ del | join(', ') }}, annan_sha256, regel_id
),

tva_ganger as (
    select
        par.*,
        listor.regel_id,
        listor.projekt
    from listor
    inner join par
        on {{ samma_kolumner('listor', 'par', del + ['annan_sha256']) }}
),

final as (
    {{ fynd_av_regler([{
        'id': 'INLAMNING_I_DELAR',
        'av': 'raknas_ihop',
        'ord': {
            'annan': 'annan',
            'vem': 'vem',
            'belopp': 'pengar',
            'annat_belopp': 'annans_pengar',
        },
    }]) }}
    union all
    {{ sagda_fynd('tva_ganger', {
        'annan': 'sagt.annan',
        'vem': 'sagt.vem',
        'projekt': 'sagt.projekt',
    }) }}
)

select * from final
