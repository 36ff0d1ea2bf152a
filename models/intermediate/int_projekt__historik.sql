-- What was said about a project, as versions: a new one when its name, owner, dates or budgets
-- change from one year's reports to the next. Not saying is not changing.
{% set uppgifter = {
    'bidragsnummer': 'string',
    'projektagare': 'string',
    'start_datum': 'date',
    'start_precision': 'string',
    'slut_datum': 'date',
    'slut_precision': 'string',
    'budget_sek': 'decimal(18, 2)',
    'stadens_budget_sek': 'decimal(18, 2)',
} %}
with rader as (
    select
        rad.*,
        row_number() over (
            partition by rad.kommun_kod, rad.projekt_kod, rad.ar
            order by {{ roll_rang('rad.roll') }}, rad.namnd_kod, rad.blad, rad.rad, rad.kallrad_id
        ) as plats
    from {{ ref('int_deltagande__rad') }} as rad
    where rad.projekt_kod <> {{ okand('projekt') }}
),

namngivna as (
    select
        rader.*,
        identitet.projekt as projektnamn,
        case when identitet.ar_kanonisk then 0 else rader.plats end as namn_plats
    from rader
    inner join {{ ref('int_projekt__identitet') }} as identitet
        on rader.kommun_kod = identitet.kommun_kod and rader.namn_nyckel = identitet.namn_nyckel
),

-- The owner's word first; a nämnd's first row before its others.
sagda as (
    select
        kommun_kod,
        projekt_kod,
        ar,
        {% for namn in uppgifter -%}
        min_by({{ namn }}, plats)
        filter (where {{ namn | replace('_precision', '_datum') }} is not null) as {{ namn }},
        {% endfor -%}
        min_by(projektnamn, (namn_plats, projektnamn)) as projekt
    from namngivna
    group by kommun_kod, projekt_kod, ar
),

-- The name of a project that only the ledger knows.
ledgernamn as (
    select
        kommun_kod,
        projekt_kod,
        min_by(projekt, (case when ar_kanonisk then 0 else 1 end, projekt)) as projekt
    from {{ ref('int_projekt__identitet') }}
    group by kommun_kod, projekt_kod
),

faktaar as (
    select
        kommun_kod,
        projekt_kod,
        ar
    from sagda
    union distinct
    select
        kommun_kod,
        projekt_kod,
        ar
    from {{ ref('int_ledger__utbetalning') }}
    where projekt_kod <> {{ okand('projekt') }}
),

-- Money booked before the first report belongs to the project as it was first reported.
forsta_rapport as (
    select
        kommun_kod,
        projekt_kod,
        min(ar) as ar
    from sagda
    group by kommun_kod, projekt_kod
),

ifyllda as (
    select
        faktaar.kommun_kod,
        faktaar.projekt_kod,
        faktaar.ar,
        coalesce(sagda.projekt, case when sagda.projekt_kod is null then ledgernamn.projekt end)
            as projekt,
        sagda.{{ uppgifter | join(', sagda.') }}
    from faktaar
    left join forsta_rapport
        on
            faktaar.kommun_kod = forsta_rapport.kommun_kod
            and faktaar.projekt_kod = forsta_rapport.projekt_kod
    left join sagda
        on
            faktaar.kommun_kod = sagda.kommun_kod
            and faktaar.projekt_kod = sagda.projekt_kod
            and sagda.ar = greatest(faktaar.ar, coalesce(forsta_rapport.ar, faktaar.ar))
    left join ledgernamn
        on
            faktaar.kommun_kod = ledgernamn.kommun_kod
            and faktaar.projekt_kod = ledgernamn.projekt_kod
            and forsta_rapport.projekt_kod is null
),

kanda as (
    select
        kommun_kod,
        projekt_kod,
        ar,
        {% for namn in uppgifter -%}
        {{ senast_kand(namn, 'projekt_kod', 'ar') }} as {{ namn }},
        {% endfor -%}
        {{ senast_kand('projekt', 'projekt_kod', 'ar') }} as projekt
    from ifyllda
),

markta as (
    select
        *,
        {{ nyckel(['kommun_kod', 'projekt'] + uppgifter | list) }} as innehall
    from kanda
),

andringar as (
    select
        *,
        lag(innehall) over (partition by kommun_kod, projekt_kod order by ar) as foregaende_innehall
    from markta
),

versioner as (
    select
        *,
        row_number() over (partition by kommun_kod, projekt_kod order by ar) as ordning,
        lead(ar) over (partition by kommun_kod, projekt_kod order by ar) as nasta_ar
    from andringar
    where foregaende_innehall is null or foregaende_innehall <> innehall
),

final as (
    select
        kommun_kod,
        {{ nyckel(['kommun_kod', 'projekt_kod', 'ar']) }} as projekt_key,
        projekt_kod,
        projekt,
        {{ uppgifter | join(', ') }},
        case when ar > 0 then make_date(ar, 1, 1) end as giltig_fran,
        case when nasta_ar is not null then make_date(nasta_ar - 1, 12, 31) end as giltig_till,
        nasta_ar is null as ar_senaste,
        case when ordning = 1 then 0 else ar end as fran_ar,
        coalesce(nasta_ar - 1, 9999) as till_ar
    from versioner
    union all
    select
        kommun_kod,
        {{ nyckel(['kommun_kod', okand('projekt')]) }} as projekt_key,
        {{ okand('projekt') }} as projekt_kod,
        'Okänt projekt' as projekt,
        {%- for namn, typ in uppgifter.items() %}
        cast(null as {{ typ }}) as {{ namn }},
        {%- endfor %}
        {{ alltid_giltig() }}
    from {{ ref('organisation') }}
)

select * from final
