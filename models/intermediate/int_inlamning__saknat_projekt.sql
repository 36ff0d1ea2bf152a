-- Projects that one submission has and another lacks, as a list in words with their money: the
-- projects of what does not count among all that counts (utgatt), and where nothing decided, the
-- projects of what counts in the one that does not (bara_dar).
{% set fraga = [
    'kommun_kod', 'fraga', 'inlamning_nyckel', 'ar', 'version', 'fil_sha256', 'annan_sha256'
] %}

with par as (
    select * from {{ ref('int_inlamning__par') }}
),

oklara as (
    select * from par
    where skal = 'oklart' and not ar_kopia
),

grupper as (
    select distinct
        kommun_kod,
        inlamning_nyckel,
        ar
    from par
),

rader as (
    select
        rad.*,
        version.gallande
    from {{ ref('int_inlamning__rad') }} as rad
    inner join {{ ref('int_inlamning__version') }} as version
        on {{ samma_inlamning('rad', 'version') }}
    inner join grupper
        on
            rad.kommun_kod = grupper.kommun_kod
            and rad.inlamning_nyckel = grupper.inlamning_nyckel
            and rad.ar = grupper.ar
),

sokta as (
    select
        rader.*,
        'utgatt' as fraga,
        '' as annan_sha256
    from rader
    where not rader.gallande
    union all
    select
        rader.*,
        'bara_dar' as fraga,
        oklara.fil_sha256 as annan_sha256
    from rader
    inner join oklara
        on
            rader.kommun_kod = oklara.kommun_kod
            and rader.inlamning_nyckel = oklara.inlamning_nyckel
            and rader.ar = oklara.ar
            and rader.version = oklara.ersattare_version
            and rader.fil_sha256 = oklara.ersattare_sha256
),

genomsokta as (
    select
        kommun_kod,
        inlamning_nyckel,
        ar,
        namn_nyckel,
        bidrag_nyckel,
        'utgatt' as fraga,
        '' as annan_sha256
    from rader
    where gallande
    union distinct
    select
        rader.kommun_kod,
        rader.inlamning_nyckel,
        rader.ar,
        rader.namn_nyckel,
        rader.bidrag_nyckel,
        'bara_dar' as fraga,
        rader.fil_sha256 as annan_sha256
    from rader
    inner join oklara
        on {{ samma_inlamning('rader', 'oklara') }}
),

traffar as (
    {% for kolumn in ['namn_nyckel', 'bidrag_nyckel'] %}
    select distinct
        sokta.{{ fraga | join(', sokta.') }},
        sokta.namn_nyckel
    from sokta
    inner join genomsokta
        on
            {{ samma_kolumner('sokta', 'genomsokta', [
                'fraga', 'inlamning_nyckel', 'ar', 'annan_sha256', kolumn
            ]) }}
    {% if not loop.last %}union distinct{% endif %}
    {% endfor %}
),

-- A project is there when any of its rows is, by name or by bidragsnummer.
saknade as (
    select sokta.*
    from sokta
    left join traffar
        on {{ samma_kolumner('sokta', 'traffar', fraga + ['namn_nyckel']) }}
    where traffar.fil_sha256 is null
),

pengar_per_projekt as (
    {{ pengar_per('saknade', fraga + ['namn_nyckel']) }}
),

pengar_i_allt as (
    {{ pengar_per('saknade', fraga) }}
),

-- The largest first: of many only the first are named.
projekt as (
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
        projekt.{{ fraga | join(', projekt.') }},
        {{ uppraknade(
            "projekt.projekt || ' (' || "
            ~ "coalesce(pengar_per_projekt.pengar, 'inget känt belopp') || ')'",
            'projekt.plats'
        ) }} as projekt
    from projekt
    left join pengar_per_projekt
        on {{ samma_kolumner('projekt', 'pengar_per_projekt', fraga + ['namn_nyckel']) }}
    group by projekt.{{ fraga | join(', projekt.') }}
),

final as (
    select
        listor.*,
        coalesce(pengar_i_allt.pengar, 'inget känt belopp') as pengar
    from listor
    left join pengar_i_allt
        on {{ samma_kolumner('listor', 'pengar_i_allt', fraga) }}
)

select * from final
