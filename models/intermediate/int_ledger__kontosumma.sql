-- What each sheet has on each account, by what became of its rows. Kept between runs as
-- int_ledger__verifikat is: a function of the file alone.
{{ config(materialized=bevarad(), incremental_strategy='append', on_schema_change='fail') }}
with nya as (
    {{ nya_blad(this if is_incremental() else none) }}
),

final as (
    select
        rad.kommun_kod,
        nya.fil_sha256,
        nya.blad,
        rad.utfall,
        rad.konto,
        count(*) as antal_rader,
        count(rad.belopp) as antal_belopp,
        cast(coalesce(sum(rad.belopp), 0) as decimal(38, 2)) as belopp
    from {{ ref('stg_ledger__belopp') }} as rad
    inner join nya on rad.kommun_kod = nya.kommun_kod and rad.blad_nr = nya.blad_nr
    group by rad.kommun_kod, nya.fil_sha256, nya.blad, rad.utfall, rad.konto
)

select * from final
order by fil_sha256, blad, utfall, konto
