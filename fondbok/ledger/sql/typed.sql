-- One step a CTE: the cells, their usual forms, what is left of the others, amounts and codes, the
-- amount in kronor, the rule that a row breaks, and what becomes of it.
with
falt as (
    select
        rad,
        innehall,
        c,
        len(c) as antal,
        trasig,
        {% for name, cell in cells.items() %}
        {{ cell }} as falt_{{ name }},
        {% endfor %}
        {{ width }} as bredd
    from ({{ rows }}) as kalla
),

vanliga as (
    select
        * {{ plain_voucher }},
        {% for name, amount in plain.items() %}
        {{ amount }} as enkel_{{ name }},
        {% endfor %}
        {{ usual_date }} as vanlig_datum
    from falt
),

bara as (
    select
        *,
        {% for name, amount in bare.items() %}
        {{ amount }} as bar_{{ name }},
        {% endfor %}
        {{ bare_date }} as bar_datum
    from vanliga
),

tecken as (
    select
        *,
        {% for name, amount in signed.items() %}
        {{ amount }} as tecken_{{ name }},
        {% endfor %}
        {{ odd_dates[0] }}
    from bara
),

ar_forst as (
    select
        *,
        {{ odd_dates[1] }}
    from tecken
),

lasningar as (
    select
        *,
        {{ odd_dates[2] }}
    from ar_forst
),

tal as (
    select
        *,
        {% for name, amount in exact.items() %}
        coalesce(enkel_{{ name }}, {{ amount }}) as tal_{{ name }},
        {% endfor %}
        {{ date }} as datum,
        {% for name, code in codes.items() %}
        {{ code }} as {{ name }},
        {% endfor %}
        nullif(falt_text, '') as text,
        {{ series }} as serie,
        {{ voucher }} as nummer,
        {{ other_dimensions }} as objekt
    from lasningar
),

summerad as (
    select
        *,
        {{ net }},
        {{ fiscal_year }} as rakenskapsar
    from tal
),

bedomd as (
    select
        *,
        {{ verdict }} as regel,
        {{ is_balance }} as ar_balans
    from summerad
),

vand as (
    select
        * replace (
            {{ turned["belopp"] }} as belopp,
            {{ turned["belopp_valuta"] }} as belopp_valuta
        ),
        {{ outcome }} as utfall
    from bedomd
)

select
    *,
    {{ number }} as verifikation
from vand
