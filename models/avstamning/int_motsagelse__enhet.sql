-- A unit of a division that is printed with projects and no money, or with money and no projects,
-- while others of the same division have both.
{% set uppdelning = ['ar', 'publicerat_ar', 'omfattning', 'dimension'] %}
with siffror as (
    select * from {{ ref('int_motsagelse__siffra') }}
    where
        dimension in ('namnd', 'kf_mal', 'fondgrupp')
        and (dimension <> 'namnd' or omfattning = 'staden')
        and varde_kod <> ''
        and matt in ('antal_projekt', 'utbetalt_sek')
),

antal as (
    select
        *,
        row_number() over (
            partition by {{ uppdelning | join(', ') }}, varde_kod order by tryckt, rad, siffra_id
        ) as gang
    from siffror
    where matt = 'antal_projekt'
),

pengar as (
    select
        *,
        row_number() over (
            partition by {{ uppdelning | join(', ') }}, varde_kod, bas order by tryckt, rad, siffra_id
        ) as gang
    from siffror
    where matt = 'utbetalt_sek'
),

-- Owners' money says nothing of a unit that is a partner only.
utan_pengar as (
    select {{ motsagelse(
        'PROJEKT_UTAN_PENGAR', 'antal.tal_id', 'null',
        hoger_text="'Utbetalt, ' || antal.varde_namn || ': inget belopp är tryckt'"
    ) }}
    from antal
    where
        antal.gang = 1
        and antal.varde > 0
        and exists(
            select 1 from pengar
            where
                {{ samma_kolumner('pengar', 'antal', uppdelning) }}
                and pengar.bas = 'agare_och_part'
        )
        and not exists(
            select 1 from pengar
            where
                {{ samma_kolumner('pengar', 'antal', uppdelning + ['varde_kod']) }}
                and pengar.bas = 'agare_och_part'
        )
),

utan_projekt as (
    select {{ motsagelse(
        'PENGAR_UTAN_PROJEKT', 'pengar.tal_id', 'antal.tal_id',
        hoger_text="'Antal projekt, ' || pengar.varde_namn || ': inget antal är tryckt'"
    ) }}
    from pengar
    left join antal
        on
            {{ samma_kolumner('pengar', 'antal', uppdelning + ['varde_kod']) }}
            and antal.gang = 1
    where
        pengar.gang = 1
        and pengar.varde > 0
        and coalesce(antal.varde, 0) = 0
        and exists(
            select 1 from antal as andra
            where {{ samma_kolumner('andra', 'pengar', uppdelning) }}
        )
)

select * from utan_pengar
union all
select * from utan_projekt
