-- A number made of its content for each voucher without one, or whose number was somebody's; a
-- posting outside every voucher is one of its own. In most files there is nothing of the kind.
create or replace temp table sie_block as
with
onumrerad as (
    select
        rad,
        datum,
        text,
        coalesce({{ personal.holds_personal_data("nummer") }}, false) as maskerad
    from sie_ver
    where nummer = '' or {{ personal.holds_personal_data("nummer") }}
)

select
    v.rad as ver,
    coalesce(v.rad, r.rad) as rad,
    coalesce(v.maskerad, false) as maskerad,
    case
        when v.maskerad then '{{ voucher_numbers.MASKED_NUMBER }}'
        else '{{ voucher_numbers.MADE_NUMBER }}'
    end
    || md5(
        concat_ws(
            '|', v.datum, v.text,
            string_agg(
                concat_ws(
                    '|', r.konto, coalesce(r.ansvar, ''), coalesce(r.projektkod, ''), r.belopp_text,
                    r.datum, coalesce(r.text, '')
                ),
                chr(10) order by r.rad
            )
        )
    ) as nummer
from sie_rad as r left join onumrerad as v on r.ver = v.rad
where v.rad is not null or r.ver is null
group by v.rad, coalesce(v.rad, r.rad), v.datum, v.text, v.maskerad
