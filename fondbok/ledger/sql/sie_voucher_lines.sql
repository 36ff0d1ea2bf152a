-- Nearly all vouchers have their texts in quotes and their date without: those are split at the
-- quotes, the others by expression. A line with an escape is for the tokenizer, so it must not
-- match. Only a voucher that is not regular has no date here, and keeps its line.
insert into sie_ver_line
with
rader as (
    select
        rad,
        {{ bare_line() }} as line
    from sie_part
    where slag = 'V'
),

delad as (
    select
        rad,
        line,
        case
            when not contains(line, '\') and regexp_full_match(line, {{ quoted_voucher }})
                then string_split(line, '"')
        end as citat
    from rader
),

fangad as (
    select
        rad,
        line,
        citat,
        case
            when citat is null
                then regexp_extract(
                    case when contains(line, '\') then '' else line end,
                    {{ regular_voucher }},
                    ['serie', 'nummer', 'datum', 'text']
                )
        end as falt
    from delad
)

select
    rad,
    case when falt['datum'] = '' then line end as line,
    coalesce(citat[2], trim(falt['serie'], '"')) as serie,
    coalesce(citat[4], trim(falt['nummer'], '"')) as nummer,
    coalesce(trim(citat[5]), falt['datum']) as datum,
    coalesce(citat[6], trim(falt['text'], '"')) as text
from fangad
