-- A unit of a division that is printed with projects and no money, or with money and no projects,
-- while others of the same division have both.
{% set uppdelning = ['kommun_kod', 'ar', 'publicerat_ar', 'omfattning', 'dimension'] %}
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
            partition by {{ uppdelning | join(', ') }}, varde_kod
            order by tryckt, rad nulls last, siffra_id
        ) as gang_i_tabell
    from siffror
    where matt = 'antal_projekt'
),

pengar as (
    select
        *,
        row_number() over (
            partition by {{ uppdelning | join(', ') }}, varde_kod, bas
            order by tryckt, rad nulls last, siffra_id
        ) as gang_i_tabell
    from siffror
    where matt = 'utbetalt_sek'
),

-- One figure alone in the words of a document is no division that leaves anybody out.
tabeller as (
    select
        {{ uppdelning | join(',\n        ') }},
        matt,
        bas
    from siffror
    group by {{ uppdelning | join(', ') }}, matt, bas
    having count(distinct varde_kod) > 1
),

-- Owners' money says nothing of a unit that is a partner only.
utan_pengar as (
    select {{ motsagelse(
        'PROJEKT_UTAN_PENGAR', 'antal.tal_id', 'null',
        hoger_text="'Utbetalt, ' || antal.varde_namn || ': inget belopp är tryckt'"
    ) }}
    from antal
    where
        antal.gang_i_tabell = 1
        and antal.varde > 0
        and exists (
            select 1 from tabeller
            where
                {{ samma_kolumner('tabeller', 'antal', uppdelning) }}
                and tabeller.matt = 'utbetalt_sek'
                and tabeller.bas = 'agare_och_part'
        )
        and not exists (
            select 1 from pengar
            where
                {{ samma_kolumner('pengar', 'antal', uppdelning + ['varde_kod']) }}
                and pengar.bas = 'agare_och_part'
        )
),

utan_projekt as (
    select {{ motsagelse(
        'PENGAR_UTAN_PROJEKT', 'pengar.tal_id', 'antal.tal_id',
        hoger_text="'Antal projekt, ' || pengar.varde_namn || ': inget antal över noll är tryckt'"
    ) }}
    from pengar
    left join antal
        on
            {{ samma_kolumner('pengar', 'antal', uppdelning + ['varde_kod']) }}
            and antal.gang_i_tabell = 1
    where
        pengar.gang_i_tabell = 1
        and pengar.varde > 0
        and coalesce(antal.varde, 0) = 0
        and exists (
            select 1 from tabeller
            where
                {{ samma_kolumner('tabeller', 'pengar', uppdelning) }}
                and tabeller.matt = 'antal_projekt'
        )
)

select * from utan_pengar
union all
select * from utan_projekt
