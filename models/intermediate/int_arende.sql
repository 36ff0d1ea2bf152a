-- The matters that the accounts are decided in, part by part in the order they are read: a nämnd's
-- from the submissions that count, the city's own (no nämnd) from its table.
with gallande as (
    {{ gallande_rader(ref('stg_submission__arende'), 'arende') }}
),

rader as (
    select
        kommun_kod,
        namnd_kod,
        ar,
        arendedel,
        arendedel_text,
        datum,
        datum_precision,
        text,
        fil_sha256,
        blad,
        rad,
        kallrad_id
    from gallande
    union all
    select
        kommun_kod,
        null as namnd_kod,
        ar,
        arendedel,
        null as arendedel_text,
        datum,
        case when datum is not null then 'dag' end as datum_precision,
        text,
        null as fil_sha256,
        null as blad,
        ordning as rad,
        null as kallrad_id
    from {{ ref('arende') }}
),

-- A part that the register does not have is a section of its own, under the nämnd's own words.
final as (
    select
        rader.kommun_kod,
        rader.namnd_kod,
        rader.ar,
        rader.arendedel,
        coalesce(del.namn, rader.arendedel_text, 'Övrigt') as rubrik,
        rader.datum,
        rader.datum_precision,
        rader.text,
        rader.kallrad_id,
        row_number() over (
            partition by rader.kommun_kod, rader.namnd_kod, rader.ar
            order by
                del.ordning nulls last, rader.fil_sha256, rader.blad, rader.rad, rader.kallrad_id
        ) as ordning
    from rader
    left join {{ ref('arendedel') }} as del on rader.arendedel = del.arendedel
)

select * from final
