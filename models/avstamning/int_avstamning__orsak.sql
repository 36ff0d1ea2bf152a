-- Which rules of macros/avstamning.sql hold for which compared figure, each with a sentence about
-- this very figure. One that differs and meets no rule gets OKAND_ORSAK.
{% set egna = [
    'antal_deltaganden', 'antal_projekt', 'antal_okant_projekt', 'belopp_okant_projekt_sek',
    'antal_utan_belopp', 'antal_utan_budget', 'antal_nollbelopp', 'antal_flera_mal'
] %}
{# What lies outside every part of a cut that is printed: its name, and which part it is. #}
{% set utanfor = [
    ('annan_roll', "dimension = 'roll' and varde_kod in ('annan', 'okand')"),
    ('okand_fond', "dimension = 'fondgrupp' and varde_kod = 'Okänd'"),
    ('okant_mal', "dimension = 'kf_mal' and varde_kod = 'OKANT'"),
] %}
with jamforda as (
    select * from {{ ref('int_avstamning__jamforelse') }}
),

snitt as (
    select * from {{ ref('int_avstamning__snitt') }}
),

beraknat as (
    select * from {{ ref('int_avstamning__beraknat') }}
),

utanfor as (
    select
        kommun_kod,
        {% for namn, villkor in utanfor %}
        sum(antal_deltaganden + antal_okant_projekt) filter (where {{ villkor }})
            as antal_{{ namn }},
        cast(sum(belopp_sek) filter (where {{ villkor }}) as decimal(18, 2)) as {{ namn }}_sek,
        {% endfor %}
        ar,
        omfattning
    from snitt
    group by kommun_kod, ar, omfattning
),

namnder as (
    select
        kommun_kod,
        namnd_kod_alla_versioner as namnd_kod,
        coalesce(extract(year from giltig_fran), 0) as fran_ar,
        coalesce(extract(year from giltig_till), 9999) as till_ar
    from {{ ref('dim_namnd') }}
    where namnd_kod_alla_versioner <> {{ okand('namnd') }}
),

redovisade_ar as (
    select distinct
        kommun_kod,
        ar
    from snitt
),

-- A nämnd without a submission may have projects: then the computed figure is too low. Where the
-- document counts the same number of nämnder as the submissions, none is missing.
saknade_namnder as (
    select
        redovisade_ar.kommun_kod,
        redovisade_ar.ar,
        count(distinct namnder.namnd_kod) as antal
    from redovisade_ar
    inner join namnder
        on
            redovisade_ar.kommun_kod = namnder.kommun_kod
            and redovisade_ar.ar between namnder.fran_ar and namnder.till_ar
    left join snitt
        on
            redovisade_ar.kommun_kod = snitt.kommun_kod
            and redovisade_ar.ar = snitt.ar
            and namnder.namnd_kod = snitt.omfattning
    where
        snitt.omfattning is null
        and not exists (
            select 1 from jamforda
            where
                {{ samma_kolumner('jamforda', 'redovisade_ar', ['ar']) }}
                and jamforda.matt = 'antal_namnder'
                and jamforda.omfattning = 'staden'
                and jamforda.status = 'stammer'
        )
    group by redovisade_ar.kommun_kod, redovisade_ar.ar
),

-- Partners are no slice of the participations: there the evidence is empty.
underlag as (
    select
        jamforda.*,
        snitt.ar is not null as har_snitt,
        exists(
            select 1 from redovisade_ar
            where {{ samma_kolumner('redovisade_ar', 'jamforda', ['ar']) }}
        ) as har_ar,
        exists(
            select 1 from beraknat as raknade
            where {{ samma_kolumner('raknade', 'jamforda', ['matt']) }}
        ) as har_matt,
        exists(
            select 1 from beraknat as delade
            where {{ samma_kolumner('delade', 'jamforda', ['matt', 'dimension']) }}
        ) as har_uppdelning,
        {% for namn in egna %}
        snitt.{{ namn }},
        {% endfor %}
        {% for namn, _ in utanfor %}
        utanfor.antal_{{ namn }},
        utanfor.{{ namn }}_sek,
        {% endfor %}
        saknade_namnder.antal as antal_saknade_namnder,
        dokument.delsumma,
        dokument.summor,
        dokument.slutsiffror,
        dokument.ompublicerad
    from jamforda
    left join snitt
        on {{ samma_kolumner(
            'jamforda', 'snitt', ['ar', 'omfattning', 'dimension', 'varde_kod']
        ) }}
    left join utanfor on {{ samma_kolumner('jamforda', 'utanfor', ['ar', 'omfattning']) }}
    left join saknade_namnder
        on jamforda.kommun_kod = saknade_namnder.kommun_kod and jamforda.ar = saknade_namnder.ar
    left join {{ ref('int_avstamning__dokument') }} as dokument
        on jamforda.kommun_kod = dokument.kommun_kod and jamforda.siffra_id = dokument.siffra_id
),

-- One reason is enough for a figure that cannot be computed: the first that holds.
traffar as (
    select
        kommun_kod,
        siffra_id,
        case
            {% for id, villkor, _ in regler_kan_ej() %}
            when {{ villkor }} then '{{ id }}'
            {% endfor %}
        end as regel_id,
        case
            {% for _, villkor, mening in regler_kan_ej() %}
            when {{ villkor }} then {{ mening }}
            {% endfor %}
        end as orsak
    from underlag
    where status = 'kan_ej_beraknas'
    {% for id, status, villkor, mening in regler_siffra() %}
    union all
    select
        kommun_kod,
        siffra_id,
        '{{ id }}' as regel_id,
        {{ mening }} as orsak
    from underlag
    where status = '{{ status }}' and ({{ villkor }})
    {% endfor %}
)

select * from traffar
union all
select
    kommun_kod,
    siffra_id,
    'OKAND_ORSAK' as regel_id,
    concat_ws(
        '',
        'Ingen regel känner igen orsaken till skillnaden ', {{ svenskt_tal('skillnad') }},
        '. Den behöver utredas.'
    ) as orsak
from jamforda
where
    status = 'avviker'
    and not exists (
        select 1 from traffar
        where {{ samma_kolumner('traffar', 'jamforda', ['siffra_id']) }}
    )
