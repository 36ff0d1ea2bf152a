-- The fiscal year is the voucher's, whatever its rows are dated; a voucher dated outside the years
-- of the file, or without a readable date, belongs to the file's own.
insert into raw.ledger_rad by name
with
hela as (
    select
        rad,
        datum,
        text,
        nullif({{ voucher_numbers.plain_number("serie") }}, '') as serie,
        nullif({{ voucher_numbers.plain_number("nummer") }}, '') as nummer,
        coalesce(
            (
                select min(a.rakenskapsar)
                from sie_ar as a
                where sie_ver.datum between a.start_datum and a.slut_datum
            ),
            (
                select a.rakenskapsar
                from sie_ar as a
                where a.arsnr = 0
            ),
            year(datum)
        ) as rakenskapsar
    from sie_ver
),

ver as (
    select
        * replace (
            {{ personal.masked_code("serie") }} as serie,
            case
                when {{ personal.holds_personal_data("nummer") }} then null
                else nummer
            end as nummer
        )
    from hela
),

rader as (
    select
        r.* replace (
            nullif(r.konto, '') as konto,
            nullif(r.ansvar, '') as ansvar,
            nullif(r.projektkod, '') as projektkod
        ),
        coalesce(r.datum, v.datum) as bokford,
        v.serie,
        v.nummer,
        coalesce(v.rakenskapsar, year(r.datum)) as rakenskapsar,
        coalesce(nullif(r.text, ''), nullif(v.text, '')) as ord
    from sie_rad as r left join ver as v on r.ver = v.rad
)

select
    {{ blad_nr }} as blad_nr,
    rad,
    case
        when belopp is null or abs(belopp) >= {{ too_large }} or not ({{ counted }}) then 'avvisad'
        else 'laddad'
    end as utfall,
    hash as innehall_hash,
    rakenskapsar,
    serie,
    nummer as verifikation,
    null as verifikat_rad,
    bokford as datum,
    {{ personal.masked_code("konto") }} as konto,
    {{ personal.masked_code("ansvar") }} as ansvar,
    null as verksamhet,
    {{ personal.masked_code("projektkod") }} as projektkod,
    null as motpart,
    {{ personal.masked("ord") }} as text,
    {{ in_kronor }} as belopp,
    {{ currency }} as valuta,
    {{ in_currency }} as belopp_valuta,
    {{ personal.masked_code("objekt") }} as objekt
from rader
