-- Who has handed in: every nämnd in every year that any nämnd handed in, and what was replaced.
with

inlamningar as (

    select * from {{ ref('int_inlamning__utfall') }}

),

namnder as (

    select * from {{ ref('int_namnd__giltighet') }}
    where namnd_kod <> {{ okand('namnd') }}

),

saknade as (

    select * from {{ ref('int_inlamning__saknad') }}

),

rader as (

    select
        inlamningar.kommun_kod,
        inlamningar.ar,
        inlamningar.namnd_kod,
        namnder.namnd,
        case
            when inlamningar.ar_ersatt then 'ersatt'
            when inlamningar.ar_avvisad then 'inlamnad_med_fel'
            when inlamningar.antal_avvisade + inlamningar.antal_fel > 0 then 'inlamnad_med_fel'
            when inlamningar.ar_utan_projekt then 'inlamnad_utan_projekt'
            else 'inlamnad'
        end as status,
        inlamningar.antal_projekt,
        inlamningar.antal_avvisade,
        inlamningar.antal_fynd,
        inlamningar.version,
        inlamningar.diarienummer,
        -- What was decided has its day; of what was not, the day it was last saved.
        coalesce(inlamningar.beslutsdatum, cast(inlamningar.andrad as date)) as inlamningsdatum,
        inlamningar.fil
    from inlamningar
    inner join namnder
        on
            inlamningar.kommun_kod = namnder.kommun_kod
            and inlamningar.namnd_kod = namnder.namnd_kod
            and inlamningar.ar between namnder.fran_ar and namnder.till_ar
    union all
    select
        kommun_kod,
        ar,
        namnd_kod,
        namnd,
        'saknas' as status,
        null as antal_projekt,
        null as antal_avvisade,
        null as antal_fynd,
        null as version,
        null as diarienummer,
        null as inlamningsdatum,
        null as fil
    from saknade

)

select
    kommun_kod,
    cast(ar as integer) as ar,
    namnd_kod,
    namnd,
    status,
    cast(antal_projekt as bigint) as {{ visat_matt('antal_projekt') }},
    cast(antal_avvisade as bigint) as antal_avvisade,
    cast(antal_fynd as bigint) as antal_fynd,
    cast(version as integer) as version,
    cast(diarienummer as string) as diarienummer,
    cast(inlamningsdatum as date) as inlamningsdatum,
    cast(fil as string) as fil,
    -- Counts of what was handed in: a refused row is not among the projects.
    case when status = 'saknas' or antal_avvisade > 0 then 'delvis' else 'exakt' end as grad
from rader
