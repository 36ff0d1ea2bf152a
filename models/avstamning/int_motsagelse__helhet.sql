-- The parts of a division beside the whole that is stated: they do not make it, they count a
-- project in several parts, or as shares they do not make a hundred.
with summor as (
    select * from {{ ref('int_motsagelse__summa') }}
    where
        -- A single figure of a whole's own is no division of it.
        antal_delar > 1
        or dimension not in ('namnd', 'roll')
),

mot_angiven as (
    select
        summor.*,
        angivna.helhet_id,
        coalesce(summor.lagst > angivna.hogst, false) as ar_fler,
        coalesce(summor.hogst < angivna.lagst, false) as ar_farre
    from summor
    inner join {{ ref('int_motsagelse__angiven') }} as angivna
        on summor.kommun_kod = angivna.kommun_kod and summor.tal_id = angivna.tal_id
    where summor.slag in ('belopp', 'antal')
),

-- A project may serve no goal, but it has a nämnd, a fund and a role.
mot_helhet as (
    select
        {{ motsagelse(
            'DELAR_MOT_HELHET', 'helhet_id', 'tal_id',
            orsak="case
                when ar_farre and dimension = 'roll' then 'Projekt med annan roll är inte uppräknade.'
            end"
        ) }}
    from mot_angiven
    where
        (summeras and (ar_fler or ar_farre))
        or (not summeras and ar_farre and dimension in ('namnd', 'fondgrupp', 'roll'))
),

som_projekt as (
    select
        {{ motsagelse(
            'DELTAGANDEN_SOM_PROJEKT', 'tal_id', 'helhet_id',
            orsak="case dimension
                when 'kf_mal' then 'Ett projekt räknas under vart och ett av sina mål.'
                when 'namnd' then 'Ett projekt räknas hos var och en av sina nämnder.'
            end"
        ) }}
    from mot_angiven
    where
        not summeras
        and ar_fler
        and dimension <> 'projekt'
),

andelar as (
    select {{ motsagelse('ANDELAR_EJ_HUNDRA', 'tal_id', "'hundra'") }}
    from summor
    where
        slag = 'andel'
        and antal_delar > 1
        and ((summeras and lagst > 100) or hogst < 100)
)

select * from mot_helhet
union all
select * from som_projekt
union all
select * from andelar
