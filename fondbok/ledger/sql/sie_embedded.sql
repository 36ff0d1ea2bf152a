-- Postings on the line of something else, and labels that only begin like one's.
insert into sie_inbakad
with
rader as (
    select
        rad,
        case when slag = 'V' then rad else {{ inside() }} end as ver,
        slag,
        {{ bare_line() }} as line
    from sie_part
    where slag in ('V', '#', '') and contains(line, '#')
),

inre as (
    select
        rad,
        ver,
        line,
        case
            when slag = '#' and regexp_matches(line, '(?i)^#r?trans') then line
            when contains(line[2:], '#') then regexp_extract(line[2:], {{ embedded }}, 1)
            else ''
        end as post
    from rader
)

select
    rad,
    ver,
    case when lower(post[2:2]) = 'r' then 'R' else 'T' end as slag,
    md5_number(line) as hash,
    post as innehall
from inre
where post <> ''
