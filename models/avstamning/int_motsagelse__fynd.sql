-- Every contradiction that a rule finds, with both sides. Its id is made of the rule and of what
-- the sides are, never of what else is found.
{% set slag = ['uppdelning', 'helhet', 'upprepning', 'del', 'tabell', 'enhet'] %}
with fynd as (
    {% for namn in slag %}
    select * from {{ ref('int_motsagelse__' ~ namn) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

tal as (
    select * from {{ ref('int_motsagelse__tal') }}
),

parade as (
    select
        fynd.kommun_kod,
        fynd.regel_id,
        fynd.vanster_id,
        fynd.hoger_id,
        vanster.ar,
        vanster.varde as vanster,
        hoger.varde as hoger,
        vanster.beraknat as vanster_beraknat,
        hoger.beraknat as hoger_beraknat,
        vanster.text as vanster_text,
        coalesce(hoger.text, fynd.hoger_text) as hoger_text,
        case
            when coalesce(hoger.dokument, vanster.dokument) = vanster.dokument then vanster.dokument
            else
                least(vanster.dokument, hoger.dokument)
                || ';' || greatest(vanster.dokument, hoger.dokument)
        end as dokument,
        coalesce(fynd.trolig_orsak, regel.trolig_orsak) as trolig_orsak,
        regel.allvar,
        regel.mening,
        regel.ordning,
        cast({{ tryckets_rymd('vanster', 'hoger') }} as decimal(18, 2)) as tolerans,
        md5(concat_ws(
            '||', fynd.regel_id, vanster.sammanhang, coalesce(hoger.sammanhang, ''), fynd.sarskilj
        )) as avtryck
    from fynd
    inner join {{ ref('motsagelseregel') }} as regel on fynd.regel_id = regel.id
    inner join tal as vanster
        on fynd.kommun_kod = vanster.kommun_kod and fynd.vanster_id = vanster.tal_id
    left join tal as hoger on fynd.kommun_kod = hoger.kommun_kod and fynd.hoger_id = hoger.tal_id
)

select
    *,
    concat_ws('', regel_id, '-', cast(ar as string), '-', substr(avtryck, 1, 8)) as motsagelse
from parade
