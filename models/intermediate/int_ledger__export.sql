-- What each sheet of a ledger is as an export: whose, and where it stands among the others. Which
-- of two exports is the later decides which of two vouchers counts.
with blad as (
    select
        *,
        row_number() over (partition by kommun_kod, fil_sha256 order by blad_nr) as blad_plats
    from {{ ref('stg_ledger__blad') }}
),

-- The city's own company, when it can be told: the only one that any export names, or the only
-- municipality among them (their numbers begin with 212000).
namngivna as (
    select distinct
        kommun_kod,
        foretag
    from blad
    where foretag <> 'maskerad'
),

egen as (
    select
        kommun_kod,
        case
            when count(*) = 1 then min(foretag)
            when count(*) filter (where foretag like '212000%') = 1
                then min(foretag) filter (where foretag like '212000%')
        end as foretag
    from namngivna
    group by kommun_kod
),

-- A date in a name that is older than the newest booking says something else.
clean as (
    select
        blad.kommun_kod,
        blad.fil_sha256,
        blad.blad,
        blad.blad_plats,
        blad.ersatter,
        fil.fil,
        case
            when egen.foretag is null or blad.foretag <> egen.foretag then blad.foretag
        end as foretag,
        blad.foretag is not null as foretag_angivet,
        case
            when
                blad.gjord_kalla = 'namn'
                and cast(blad.gjord as date) < fil.nyaste_datum
                then null
            else blad.gjord
        end as gjord,
        fil.nyaste_datum,
        blad.fran_datum,
        blad.till_datum
    from blad
    inner join {{ ref('stg_raw__fil') }} as fil
        on blad.kommun_kod = fil.kommun_kod and blad.fil_sha256 = fil.fil_sha256
    left join egen on blad.kommun_kod = egen.kommun_kod
),

-- By what they say of themselves, for exports that all do; else by their newest booking. Where
-- that is the same too the bytes decide, so that the order is the same in every run.
keys as (
    select
        *,
        row_number() over (
            partition by kommun_kod
            order by
                gjord nulls first, nyaste_datum nulls first, fil_sha256, blad_plats
        ) as plats_gjord,
        row_number() over (
            partition by kommun_kod
            order by
                nyaste_datum nulls first, gjord nulls first, fil_sha256, blad_plats
        ) as plats_bokford,
        dense_rank() over (
            partition by kommun_kod
            order by gjord nulls first, nyaste_datum nulls first, fil_sha256
        ) as fil_plats_gjord,
        dense_rank() over (
            partition by kommun_kod
            order by nyaste_datum nulls first, gjord nulls first, fil_sha256
        ) as fil_plats_bokford
    from clean
),

final as (
    select
        kommun_kod,
        fil_sha256,
        blad,
        ersatter,
        fil,
        -- How it is named to people.
        fil || case when blad <> '' then ' (blad ' || blad || ')' else '' end as benamning,
        coalesce(foretag, '') as foretag,
        foretag_angivet,
        gjord,
        -- Midnight is a day without a time.
        cast(gjord as date) as gjord_dag,
        gjord = cast(cast(gjord as date) as timestamp) as gjord_utan_tid,
        nyaste_datum,
        fran_datum,
        till_datum,
        plats_gjord,
        plats_bokford,
        fil_plats_gjord,
        fil_plats_bokford
    from keys
)

select * from final
