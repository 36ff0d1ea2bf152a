-- Rows of the sheets beside the project table, of every submission, current or not: what each is
-- about (post) and what it says (innehall), so that sheets of several files can be compared.
{% set blad = {
    'svar': {
        'post': fraga_nyckel('fraga_nr', 'fraga'),
        'innehall': ['svar'],
        'namn': "'svar på fråga ' || coalesce(cast(fraga_nr as string), substr(fraga, 1, 60))",
    },
    'samverkan': {
        'post': slug('typ'),
        'innehall': ['antal'],
        'namn': "'samverkan: ' || typ",
    },
    'indikator': {
        'post': nyckel(['kommun_kod', normaliserat_namn('projekt'), normaliserat_namn('indikator'), 'per_datum']),
        'innehall': ['mal', 'utfall', 'enhet'],
        'namn': "'indikator: ' || indikator",
    },
    'natverk': {
        'post': slug('natverk'),
        'innehall': ['medlemsroll', 'medlem_sedan'],
        'namn': "'nätverk: ' || natverk",
    },
    'part': {
        'post': nyckel(['kommun_kod', normaliserat_namn('projekt'), slug('part')]),
        'innehall': ['land', 'typ'],
        'namn': "'partner: ' || part",
    },
    'personal': {
        'post': nyckel(['kommun_kod', normaliserat_namn('projekt'), 'uppgift']),
        'innehall': ['antal_personer', 'heltidstjanster'],
        'namn': "'personal: ' || uppgift",
    },
    'ansokan': {
        'post': nyckel(['kommun_kod', slug('ansokan'), 'fond_kod']),
        'innehall': ['lage', 'belopp', 'belopp_valuta'],
        'namn': "'ansökan: ' || ansokan",
    },
    'arende': {
        'post': nyckel(['kommun_kod', 'arendedel', 'arendedel_text', 'text']),
        'innehall': ['datum'],
        'namn': "'ärende: ' || arendedel_text",
    },
    'handelse': {
        'post': nyckel(['kommun_kod', 'typ', 'datum', 'plats', 'beskrivning']),
        'innehall': ['antal'],
        'namn': "'händelse: ' || coalesce(typ, 'utan typ') || coalesce(' ' || cast(datum as string), '')",
    },
} %}

with rader as (
    {% for namn, del in blad.items() %}
    select
        kommun_kod,
        '{{ namn }}' as bladtyp,
        kallrad_id,
        fil_sha256,
        blad,
        rad,
        namnd_kod,
        ar,
        version,
        coalesce({{ del.post }}, '') as post,
        {{ nyckel(['kommun_kod'] + del.innehall) }} as innehall,
        coalesce({{ del.namn }}, '{{ namn }}') as namn
    from {{ ref('stg_submission__' ~ namn) }}
    where ar is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- These sheets have no nämnd column of their own: an unknown nämnd is the file's, and only its.
final as (
    select
        kommun_kod,
        bladtyp,
        kallrad_id,
        fil_sha256,
        blad,
        rad,
        case
            when namnd_kod <> {{ okand('namnd') }} then namnd_kod
            else 'fil:' || fil_sha256
        end as inlamning_nyckel,
        namnd_kod,
        ar,
        version,
        post,
        innehall,
        namn
    from rader
)

select * from final
