-- Two divisions of one whole that have two sums: more apart than their printing can hide, or within
-- it while one of them is sure to be too low.
with summor as (
    select
        *,
        case dimension when 'namnd' then 1 when 'fondgrupp' then 2 when 'kf_mal' then 3 else 4 end
            as rang
    from {{ ref('int_motsagelse__summa') }}
    where
        summeras
        and slag <> 'andel'
        and antal_delar > 1
),

angivna as (
    select * from {{ ref('int_motsagelse__angiven') }}
),

-- Units that the division leaves out although they have projects.
utelamnade as (
    select
        enheter.kommun_kod,
        siffror.ar,
        siffror.publicerat_ar,
        siffror.omfattning,
        siffror.dimension,
        {{ sammanfoga('siffror.varde_namn', ', ', 'siffror.varde_namn') }} as enheter
    from {{ ref('int_motsagelse__enhet') }} as enheter
    inner join {{ ref('int_motsagelse__siffra') }} as siffror
        on enheter.kommun_kod = siffror.kommun_kod and enheter.vanster_id = siffror.tal_id
    where enheter.regel_id = 'PROJEKT_UTAN_PENGAR'
    group by
        enheter.kommun_kod, siffror.ar, siffror.publicerat_ar, siffror.omfattning, siffror.dimension
),

for_laga as (
    select
        summor.*,
        utelamnade.enheter as utelamnade,
        angivna.varde as angiven,
        {{ kan_inte_vara_samma('summor', 'angivna') }} as motsager_angiven,
        -- A list of projects is never said to be whole.
        summor.dimension <> 'projekt' and (summor.ar_avkortad or utelamnade.enheter is not null)
            as ar_for_lag
    from summor
    left join angivna on summor.kommun_kod = angivna.kommun_kod and summor.tal_id = angivna.tal_id
    left join utelamnade
        on
            {{ samma_kolumner(
                'summor', 'utelamnade', ['ar', 'publicerat_ar', 'omfattning', 'dimension']
            ) }}
            and summor.matt = 'utbetalt_sek'
            and summor.bas = 'agare_och_part'
),

par as (
    select
        ena.kommun_kod,
        ena.tal_id as vanster_id,
        andra.tal_id as hoger_id,
        ena.uppdelning as vanster_uppdelning,
        andra.uppdelning as hoger_uppdelning,
        ena.motsager_angiven as vanster_motsagd,
        andra.motsager_angiven as hoger_motsagd,
        ena.angiven,
        {{ kan_inte_vara_samma('ena', 'andra') }} as ar_motsagelse,
        case when ena.varde < andra.varde then ena.ar_for_lag else andra.ar_for_lag end
            as den_lagre_ar_for_lag,
        case when ena.varde < andra.varde then ena.utelamnade else andra.utelamnade end
            as utelamnade
    from for_laga as ena
    inner join for_laga as andra
        on {{ samma_kolumner(
            'ena', 'andra', ['ar', 'publicerat_ar', 'omfattning', 'matt', 'bas']
        ) }}
    where
        (ena.rang < andra.rang or (ena.rang = andra.rang and ena.dimension < andra.dimension))
        and ena.varde <> andra.varde
),

skiljer as (
    select
        {{ motsagelse(
            'UPPDELNINGAR_SKILJER', 'vanster_id', 'hoger_id',
            orsak="case when vanster_motsagd <> hoger_motsagd then concat_ws(
                '',
                'Den helhet som anges, ', " ~ svenskt_tal('angiven') ~ ", ', går ihop med summan ',
                case when vanster_motsagd then hoger_uppdelning else vanster_uppdelning end,
                '. Felet ligger troligen i uppdelningen ',
                case when vanster_motsagd then vanster_uppdelning else hoger_uppdelning end, '.'
            ) end"
        ) }}
    from par
    where ar_motsagelse
),

for_lag as (
    select
        {{ motsagelse(
            'SUMMAN_FOR_LAG', 'vanster_id', 'hoger_id',
            orsak="coalesce(
                'Har projekt men inget tryckt belopp: ' || utelamnade || '.',
                'Beloppen i den lägre summan är avkortade, inte avrundade.'
            )"
        ) }}
    from par
    where
        not ar_motsagelse
        and den_lagre_ar_for_lag
)

select * from skiljer
union all
select * from for_lag
