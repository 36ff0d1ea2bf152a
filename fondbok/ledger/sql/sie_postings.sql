-- A regular posting is split at its braces, what follows them at its quotes, and what is left at
-- its blanks: a third of what it costs to capture the parts by expression. One that is not regular
-- has no account here, and keeps its line. The first of several objects in one dimension holds, as
-- in the reader.
insert into sie_rad
with
rader as (
    select
        rad,
        {{ inside() }} as ver,
        slag,
        {{ bare_line() }} as line
    from sie_part
    where slag in ('T', 'R')
),

provad as (
    select
        *,
        not contains(line, '\') and regexp_full_match(line, {{ regular_row }}) as regelbunden
    from rader
),

klamrar as (
    select
        *,
        case when regelbunden then string_split(line, '}') end as delar
    from provad
),

citat as (
    select
        *,
        string_split(delar[1], '{') as fore,
        string_split(delar[2], '"') as efter
    from klamrar
),

ord as (
    select
        rad,
        ver,
        slag,
        line,
        regelbunden,
        efter[2] as citerat,
        {{ words("fore[1]") }} as ord_fore,
        case when fore[2] <> '' then {{ words("trim(replace(fore[2], chr(34), ''))") }} end as o,
        {{ words("trim(efter[1])") }} as ord_efter
    from citat
),

falt as (
    select
        *,
        ord_efter[1] as belopp_text,
        coalesce(ord_efter[2], '') as datum_text
    from ord
)

select
    rad,
    ver,
    slag,
    md5_number(line) as hash,
    case when not regelbunden then line end as innehall,
    ord_fore[2] as konto,
    case
        when o[1] = '1' then o[2] when o[3] = '1' then o[4] when o[5] = '1' then o[6]
    end as ansvar,
    case
        when o[1] = '6' then o[2] when o[3] = '6' then o[4] when o[5] = '6' then o[6]
    end as projektkod,
    case
        when len(o) > 4 or o[1] not in ('1', '6') or o[3] not in ('1', '6')
            then nullif(
                '{' || concat_ws(
                    ',',
                    {{ other("1", "2") }},
                    case when o[3] is distinct from o[1] then {{ other("3", "4") }} end,
                    case
                        when o[5] is distinct from o[1] and o[5] is distinct from o[3]
                            then {{ other("5", "6") }}
                    end
                ) || '}',
                '{}'
            )
    end as objekt,
    belopp_text,
    try_cast(belopp_text as decimal(18, 2)) as belopp,
    datum_text,
    case when datum_text <> '' then cast(try_strptime(datum_text, '%Y%m%d') as date) end as datum,
    coalesce(ord_efter[3], citerat, '') as text
from falt
