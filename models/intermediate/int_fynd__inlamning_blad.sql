-- Answers and other sheets of several submissions of one nämnd and year: what a later one leaves
-- out, and what two that count tell differently. No money, but the yearly report prints them.
{% set inlamning = ['kommun_kod', 'inlamning_nyckel', 'ar', 'version', 'fil_sha256'] %}
{% set post = ['kommun_kod', 'inlamning_nyckel', 'ar', 'bladtyp', 'post'] %}

with versioner as (
    select * from {{ ref('int_inlamning__benamning') }}
),

par as (
    select * from {{ ref('int_inlamning__par') }}
),

poster as (
    select distinct
        rad.kommun_kod,
        version.inlamning_nyckel,
        version.ar,
        version.version,
        version.fil_sha256,
        version.ar_ersatt,
        rad.bladtyp,
        rad.post,
        rad.innehall,
        rad.namn,
        raknas.kallrad_id is not null as raknas
    from {{ ref('int_inlamning__bladrad') }} as rad
    inner join versioner as version
        on {{ samma_kolumner('rad', 'version', ['fil_sha256', 'namnd_kod', 'ar', 'version']) }}
    left join {{ ref('int_inlamning__gallande_bladrad') }} as raknas
        on {{ samma_kolumner('rad', 'raknas', ['kallrad_id', 'bladtyp']) }}
),

raknade as (
    select distinct {{ post | join(', ') }}
    from poster
    where raknas
),

utgangna_poster as (
    select
        poster.{{ inlamning | join(', poster.') }},
        min(poster.namn) as namn,
        row_number() over (
            partition by poster.{{ inlamning | join(', poster.') }}
            order by poster.bladtyp, min(poster.namn) nulls last, poster.post
        ) as plats
    from poster
    left join raknade
        on {{ samma_kolumner('poster', 'raknade', post) }}
    where poster.ar_ersatt and raknade.post is null
    group by poster.{{ inlamning | join(', poster.') }}, poster.bladtyp, poster.post
),

utgangna as (
    select
        {{ inlamning | join(', ') }},
        {{ uppraknade('namn', 'plats') }} as poster
    from utgangna_poster
    group by {{ inlamning | join(', ') }}
),

-- What a later one leaves out; and a text that a later text replaces, said also when nothing in it
-- is missed.
par_med_poster as (
    select
        par.*,
        utgangna.poster
    from par
    left join utgangna
        on {{ samma_inlamning('par', 'utgangna') }}
),

per_ersatt as (
    select
        {{ inlamning | join(', ') }},
        slag,
        vem,
        poster,
        {{ sammanfoga('ersattare_benamning', ' och ', 'ordning desc') }} as annan
    from par_med_poster
    group by {{ inlamning | join(', ') }}, slag, vem, poster
),

-- Two files that count tell of the same thing in different words or numbers.
olika as (
    select
        {{ post | join(', ') }},
        min(namn) as namn,
        row_number() over (
            partition by kommun_kod, inlamning_nyckel, ar
            order by bladtyp, min(namn) nulls last, post
        ) as plats
    from poster
    where raknas
    group by {{ post | join(', ') }}
    having count(distinct fil_sha256) > 1 and count(distinct innehall) > 1
),

olika_listor as (
    select
        kommun_kod,
        inlamning_nyckel,
        ar,
        {{ uppraknade('namn', 'plats') }} as poster
    from olika
    group by kommun_kod, inlamning_nyckel, ar
),

olika_filer as (
    select distinct version.*
    from poster
    inner join olika
        on {{ samma_kolumner('poster', 'olika', post) }}
    inner join versioner as version
        on {{ samma_inlamning('poster', 'version') }}
    where poster.raknas
),

olika_sagda as (
    select
        en.{{ inlamning | join(', en.') }},
        en.vem,
        olika_listor.poster,
        {{ sammanfoga('annan.benamning', ' och ', 'annan.ordning') }} as annan
    from olika_filer as en
    inner join olika_filer as annan
        on
            {{ samma_kolumner('en', 'annan', ['inlamning_nyckel', 'ar']) }}
            and en.fil_sha256 <> annan.fil_sha256
    inner join olika_listor
        on {{ samma_kolumner('en', 'olika_listor', ['inlamning_nyckel', 'ar']) }}
    group by en.{{ inlamning | join(', en.') }}, en.vem, olika_listor.poster
),

{# The sheets stand in files of one submission: what is said is said of the file. -#}
{% set om_filen = {'blad': 'cast(null as string)', 'rad': 'cast(null as bigint)'} %}
{% set ord = {'annan': 'annan', 'vem': 'vem', 'poster': 'poster'} %}
{% set hos_ersattaren = dict(
    om_filen,
    av='par_med_poster',
    fil='ersattare_sha256',
    ord=dict(ord, annan='benamning')
) %}
final as (
    {{ fynd_av_regler([
        dict(om_filen, id='TEXT_ERSATT', av='per_ersatt', nar="slag = 'text'", ord=ord),
        dict(hos_ersattaren, id='TEXT_ERSATTER', nar="slag = 'text'"),
        dict(om_filen, id='BLAD_UTGATT', av='per_ersatt', nar='poster is not null', ord=ord),
        dict(hos_ersattaren, id='BLAD_SAKNAS_I_SENARE', nar='poster is not null'),
        dict(om_filen, id='BLAD_OLIKA', av='olika_sagda', ord=ord),
    ]) }}
)

select * from final
