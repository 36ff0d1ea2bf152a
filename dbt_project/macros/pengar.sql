{#- Arithmetic on money. No float ever touches an amount. -#}

{#- Integers wide enough for öre times weights (10^18 x 10^18). -#}
{% macro heltal_typ() -%} {{ adapter.dispatch('heltal_typ', 'fondbok')() }} {%- endmacro %}
{% macro default__heltal_typ() -%} decimal(38, 0) {%- endmacro %}
{% macro duckdb__heltal_typ() -%} hugeint {%- endmacro %}

{% macro heltalsdivision(taljare, namnare) -%}
    {{ adapter.dispatch('heltalsdivision', 'fondbok')(taljare, namnare) }}
{%- endmacro %}
{% macro default__heltalsdivision(taljare, namnare) -%} ({{ taljare }}) div ({{ namnare }}) {%- endmacro %}
{% macro duckdb__heltalsdivision(taljare, namnare) -%} ({{ taljare }}) // ({{ namnare }}) {%- endmacro %}

{#- One amount as a share of another, exact to six decimals, half up; unknown when there is nothing
    to be a share of. -#}
{% macro kvot(taljare, namnare) -%}
    case
        when {{ namnare }} <> 0 then cast(
            cast(
                {{ heltalsdivision(
                    'cast(cast(abs(' ~ taljare ~ ') as decimal(38, 2)) * 100 as ' ~ heltal_typ() ~ ') * 2000000'
                    ~ ' + cast(cast(abs(' ~ namnare ~ ') as decimal(38, 2)) * 100 as ' ~ heltal_typ() ~ ')',
                    'cast(cast(abs(' ~ namnare ~ ') as decimal(38, 2)) * 100 as ' ~ heltal_typ() ~ ') * 2'
                ) }}
                * case when ({{ taljare }} < 0) = ({{ namnare }} < 0) then 1 else -1 end
                as decimal(32, 0)
            ) * cast(0.000001 as decimal(6, 6))
            as decimal(32, 6)
        )
    end
{%- endmacro %}

{#- How many times one positive amount goes into another, to the nearest whole number, half up. -#}
{% macro hela_ganger(taljare, namnare) -%}
    {{ heltalsdivision(
        'cast(cast(' ~ taljare ~ ' as decimal(38, 2)) * 200 + ' ~ namnare ~ ' * 100 as ' ~ heltal_typ() ~ ')',
        'cast(cast(' ~ namnare ~ ' as decimal(38, 2)) * 200 as ' ~ heltal_typ() ~ ')'
    ) }}
{%- endmacro %}

{#- An amount in SEK. Without a rate the answer is unknown, and the test
    valutakurs_finns stops publishing. -#}
{% macro i_sek(belopp, valuta, kurs) -%}
    case
        when coalesce({{ valuta }}, 'SEK') = 'SEK' then {{ belopp }}
        -- Two decimals of 18 digits multiply within 18: widened, or a large budget ends the build.
        else cast(round(cast({{ belopp }} as decimal(19, 2)) * {{ kurs }}, 2) as decimal(18, 2))
    end
{%- endmacro %}

{#- A sum as a published amount; unknown where it is larger than any amount can be. -#}
{% macro som_belopp(summa) -%}
    cast(
        case when abs({{ summa }}) < 10000000000000000 then {{ summa }} end as decimal(18, 2)
    )
{%- endmacro %}

{#- Split amounts over the rows of a group so that the parts add up to the whole, exactly.

    relation  rows to split over; each row carries the whole group's amounts and its own weight
    belopp    columns that hold the whole amount, the same on every row of the group
    vikt      column with the row's weight: any decimal >= 0 with at most four decimals. Weights
              are used as they are, not as rounded shares. All zero means equal parts.
    grupp     columns of the group, kommun_kod first
    ordning   order in which rows with equal remainders get the last units
    decimaler number of decimals of the parts: 2 splits to the öre

    Largest remainder: every row gets the whole units its weight buys, the units left over go to
    the largest remainders. A negative amount is split as its opposite. NULL stays NULL (unknown),
    0 stays 0. Gives all columns of the relation and, for each amount, `<kolumn>_del`. -#}
{% macro fordela(relation, belopp, vikt, grupp, ordning, decimaler=2) -%}
{%- set per_grupp = 'partition by ' ~ grupp | join(', ') -%}
{%- set enheter = '1' ~ '0' * decimaler -%}
with vagd as (
    select
        *,
        case
            when sum({{ vikt }}) over ({{ per_grupp }}) > 0
                then cast(cast({{ vikt }} as decimal(38, 4)) * 10000 as {{ heltal_typ() }})
            else cast(1 as {{ heltal_typ() }})
        end as vikt_heltal
    from {{ relation }}
),

summerad as (
    select
        *,
        sum(vikt_heltal) over ({{ per_grupp }}) as vikt_summa
        {%- for kolumn in belopp %},
        cast(
            cast(abs({{ kolumn }}) as decimal(38, {{ decimaler }})) * {{ enheter }} as {{ heltal_typ() }}
        ) as {{ kolumn }}_enheter
        {%- endfor %}
    from vagd
),

hela as (
    select
        *
        {%- for kolumn in belopp %},
        {{ heltalsdivision(kolumn ~ '_enheter * vikt_heltal', 'vikt_summa') }} as {{ kolumn }}_hela,
        ({{ kolumn }}_enheter * vikt_heltal) % vikt_summa as {{ kolumn }}_rest
        {%- endfor %}
    from summerad
),

rangordnad as (
    select
        *
        {%- for kolumn in belopp %},
        {{ kolumn }}_enheter - sum({{ kolumn }}_hela) over ({{ per_grupp }}) as {{ kolumn }}_kvar,
        row_number() over (
            {{ per_grupp }} order by {{ kolumn }}_rest desc, {{ ordning | join(', ') }}
        ) as {{ kolumn }}_plats
        {%- endfor %}
    from hela
)

select
    *
    {%- for kolumn in belopp %},
    cast(
        cast(
            ({{ kolumn }}_hela + case when {{ kolumn }}_plats <= {{ kolumn }}_kvar then 1 else 0 end)
            * case when {{ kolumn }} < 0 then -1 else 1 end
            as decimal({{ 37 - decimaler }}, 0)
        ) * cast(0.{{ '0' * (decimaler - 1) }}1 as decimal({{ decimaler }}, {{ decimaler }}))
        as decimal(18, {{ decimaler }})
    ) as {{ kolumn }}_del
    {%- endfor %}
from rangordnad
{%- endmacro %}

{#- What was left of the money after what is known to have been passed on: the most it can be. -#}
{% macro netto_sek(belopp, formedlat) -%}
    cast({{ belopp }} - coalesce({{ formedlat }}, 0) as decimal(18, 2))
{%- endmacro %}

{#- The year's rate of each currency: what an amount is multiplied with to be kronor. -#}
{% macro kurser() -%}
    select
        upper(valuta) as valuta,
        ar,
        sek_per_enhet
    from {{ ref('valutakurs') }}
{%- endmacro %}

{#- Whether what was booked stands for what was reported, where the ledger does not know for sure: it
    is as much or more, or another nämnd's report is in it. `rad` is a row of int_deltagande__bokfort. -#}
{% macro bokfort_galler_redovisat(rad) -%}
    (
        {{ rad }}.bokfort_sek is not null
        and (
            {{ rad }}.redovisat_sek is null
            or ({{ rad }}.ar_forklarad and {{ rad }}.bokfort_sek > 0)
            or ({{ rad }}.redovisat_sek >= 0 and {{ rad }}.bokfort_sek >= {{ rad }}.redovisat_sek)
            or (
                {{ rad }}.redovisat_sek < 0
                and {{ rad }}.bokfort_sek not between {{ rad }}.redovisat_sek and 0
            )
            or {{ rad }}.bokfort_sek = {{ rad }}.redovisat_sek
            {#- The same payment at the day's rate, not at the year's average. #}
            or (
                {{ rad }}.ar_omraknat
                and {{ rad }}.bokfort_sek > 0
                and abs({{ rad }}.redovisat_sek - {{ rad }}.bokfort_sek) * 10
                <= {{ rad }}.bokfort_sek
            )
        )
    )
{%- endmacro %}

{#- Whether belopp_sek of a fact's row is fitted to a printed total. -#}
{% macro ar_anpassad(rader='') -%}
    {{ rader }}anpassat or {{ rader }}belopp_sek_grad = 'anpassad'
{%- endmacro %}

{#- The part of belopp_sek that is fitted; unknown where the amount is. -#}
{% macro anpassat_sek() -%}
    cast(
        case
            when belopp_sek is null then null
            when {{ ar_anpassad() }} then belopp_sek
            else 0
        end as decimal(18, 2)
    )
{%- endmacro %}
