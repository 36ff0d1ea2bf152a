-- Which months the ledger covers of a nämnd's year. An export covers the months it says it covers,
-- else those from its first row to its last, for every nämnd it has a row of, payment or not. It
-- covers no day after the one it was made on. The unknown nämnd stands for many and is never
-- covered.
with ansvarsrader as (
    select
        kommun_kod,
        blad_nr,
        nullif({{ putsad('ansvar_text') }}, '') as ansvar,
        min(datum) as forsta_datum,
        max(datum) as sista_datum
    from {{ ref('stg_ledger__rad') }}
    where datum is not null
    group by kommun_kod, blad_nr, ansvar_text
),

blad_med_rader as (
    select
        kommun_kod,
        blad_nr,
        min(forsta_datum) as forsta_datum,
        max(sista_datum) as sista_datum
    from ansvarsrader
    group by kommun_kod, blad_nr
),

-- Of a month with rows all is taken to be covered; of one that is said only what is said.
spann as (
    select
        blad.kommun_kod,
        blad.fil_sha256,
        min(coalesce(blad.fran_datum, cast(date_trunc('month', rader.forsta_datum) as date)))
            as fran_datum,
        max(
            case
                when blad.till_datum is null then last_day(rader.sista_datum)
                else least(blad.till_datum, coalesce(cast(blad.gjord as date), blad.till_datum))
            end
        ) as till_datum
    from {{ ref('stg_ledger__blad') }} as blad
    inner join blad_med_rader as rader
        on blad.kommun_kod = rader.kommun_kod and blad.blad_nr = rader.blad_nr
    group by blad.kommun_kod, blad.fil_sha256
),

ar_i_spann as (
    select
        kommun_kod,
        fil_sha256,
        fran_datum,
        till_datum,
        {{ talen_fran(
            'cast(extract(year from fran_datum) as integer)',
            'cast(extract(year from till_datum) as integer)'
        ) }} as ar
    from spann
),

tal as (
    select {{ talen_fran('1', '12') }} as manad
),

manader as (
    select
        ar_i_spann.kommun_kod,
        ar_i_spann.fil_sha256,
        cast(ar_i_spann.ar as integer) as ar,
        tal.manad
    from ar_i_spann
    cross join tal
    where
        make_date(ar_i_spann.ar, tal.manad, 1) >= ar_i_spann.fran_datum
        and last_day(make_date(ar_i_spann.ar, tal.manad, 1)) <= ar_i_spann.till_datum
),

enheter as (
    select distinct
        manader.kommun_kod,
        manader.fil_sha256,
        rader.ansvar,
        manader.ar
    from manader
    inner join {{ ref('stg_ledger__blad') }} as blad
        on manader.kommun_kod = blad.kommun_kod and manader.fil_sha256 = blad.fil_sha256
    inner join ansvarsrader as rader
        on blad.kommun_kod = rader.kommun_kod and blad.blad_nr = rader.blad_nr
    where rader.ansvar is not null
),

-- A unit belongs to the nämnd it had in the year, as in int_ledger__bidragsrad.
namnder as (
    select
        enheter.kommun_kod,
        enheter.fil_sha256,
        enheter.ar,
        nyckel.namnd_kod,
        row_number() over (
            partition by enheter.kommun_kod, enheter.fil_sha256, enheter.ansvar, enheter.ar
            order by length(nyckel.prefix) desc, coalesce(nyckel.fran_ar, 0) desc, nyckel.namnd_kod
        ) as plats
    from enheter
    inner join {{ ref('ansvar') }} as nyckel
        on
            enheter.kommun_kod = nyckel.kommun_kod
            and substr(enheter.ansvar, 1, length(nyckel.prefix)) = nyckel.prefix
            and enheter.ar between coalesce(nyckel.fran_ar, 0) and coalesce(nyckel.till_ar, 9999)
),

tackta as (
    select distinct
        namnder.kommun_kod,
        namnder.namnd_kod,
        manader.ar,
        manader.manad
    from namnder
    inner join manader
        on
            namnder.kommun_kod = manader.kommun_kod
            and namnder.fil_sha256 = manader.fil_sha256
            and namnder.ar = manader.ar
    where namnder.plats = 1 and namnder.namnd_kod <> {{ okand('namnd') }}
),

final as (
    select
        kommun_kod,
        namnd_kod,
        ar,
        cast(min(manad) as integer) as forsta_manad,
        cast(max(manad) as integer) as sista_manad,
        cast(count(*) as integer) as antal_manader,
        count(*) = 12 as ar_hel
    from tackta
    group by kommun_kod, namnd_kod, ar
)

select * from final
