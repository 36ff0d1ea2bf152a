-- Exports whose bookings are ten, a hundred or a thousand times what was reported: what a file that
-- lost its decimal comma looks like, or one in thousands. Told to the export and the submission.
with jamforda as (
    select * from {{ ref('int_ledger__storlek') }}
),

-- Either all that is booked is so many times too large, or this file alone beside others that are
-- right, within three per cent. Without öre a whole year far beyond all reason is enough.
traffar as (
    select
        jamforda.*,
        ganger.ganger,
        abs(jamforda.bokfort_sek * ganger.ganger - jamforda.mot_sek) * 100 <= jamforda.mot_sek * 3
            as ar_mindre,
        (
            abs(jamforda.bokfort_sek - jamforda.mot_sek * ganger.ganger) * 100
            <= jamforda.mot_sek * ganger.ganger * 3
            or abs(
                (jamforda.bokfort_sek - jamforda.fil_sek - jamforda.mot_sek) * ganger.ganger
                + jamforda.fil_sek
            ) * 100 <= jamforda.mot_sek * ganger.ganger * 3
        )
        and jamforda.fil_sek * 5 >= jamforda.mot_sek * ganger.ganger as ar_storre
    from jamforda
    cross join (values (10), (100), (1000)) as ganger (ganger)
),

traffade as (
    select
        *,
        count(*) over (
            partition by kommun_kod, fil_sha256, namnd_kod, ar, ganger, ar_mindre
        ) as antal
    from traffar
    where mot = 'redovisat' and (ar_storre or (ar_mindre and ganger >= 100))
),

-- One project ten times as large may be chance; a hundred times is none.
sakra as (
    select
        *,
        row_number() over (
            partition by kommun_kod, fil_sha256, namnd_kod, ar
            order by case when del = '' then 0 else 1 end asc, antal desc, ganger desc, del asc
        ) as plats
    from traffade
    where ganger >= 100 or antal > 1 or del = ''
),

orimliga as (
    select
        jamforda.*,
        cast({{ hela_ganger('jamforda.bokfort_sek', 'jamforda.mot_sek') }} as integer) as ganger,
        false as ar_mindre
    from jamforda
    left join sakra
        on {{ samma_kolumner('jamforda', 'sakra', ['fil_sha256', 'namnd_kod', 'ar']) }}
    where
        jamforda.del = ''
        and jamforda.utan_oren
        and jamforda.fil_sek >= jamforda.mot_sek * 30
        and sakra.fil_sha256 is null
),

utvalda as (
    {% for fynd in ['sakra', 'orimliga'] -%}
    select
        kommun_kod,
        fil_sha256,
        namnd_kod,
        ar,
        projekt,
        ganger,
        ar_mindre,
        mot,
        bokfort_sek,
        mot_sek
    from {{ fynd }}
    {{ 'where plats = 1 union all' if not loop.last }}
    {% endfor -%}
),

i_ord as (
    select
        *,
        row_number() over (
            partition by kommun_kod, namnd_kod, ar order by ganger desc, fil_sha256 asc
        ) as nr,
        case
            when ar_mindre and ganger = 1000 then 'ungefär en tusendel av'
            when ar_mindre then 'ungefär en hundradel av'
            else 'ungefär ' || cast(ganger as string) || ' gånger'
        end as hur
    from utvalda
),

-- The submission is told once, whichever export it is.
underlag as (
    select distinct
        i_ord.*,
        rad.fil_sha256 as underlag_sha256
    from i_ord
    inner join {{ ref('int_deltagande__rad') }} as rad
        on
            i_ord.kommun_kod = rad.kommun_kod
            and i_ord.namnd_kod = rad.namnd_kod
            and i_ord.ar = rad.ar
    where i_ord.mot = 'redovisat' and i_ord.nr = 1 and rad.redovisat_sek is not null
),

{% set om_filen = {
    'blad': 'cast(null as string)',
    'rad': 'cast(null as bigint)',
    'ord': {
        'projekt': 'projekt',
        'namnd': 'namnd_kod',
        'ar': 'cast(ar as string)',
        'hur': 'hur',
        'mot': 'mot',
        'bokfort': belopp_i_ord('bokfort_sek'),
        'belopp': belopp_i_ord('mot_sek'),
    },
} %}
final as (
    {{ fynd_av_regler([
        dict(om_filen, id='LEDGER_STORLEK', av='i_ord'),
        dict(om_filen, id='BOKFORT_STORLEK', av='underlag', fil='underlag_sha256'),
    ]) }}
)

select * from final
