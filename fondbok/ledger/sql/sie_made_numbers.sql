-- A number made of its content for each voucher without one, or whose number was somebody's.
create or replace temp table sie_block as
select
    v.rad as ver,
    coalesce(v.rad, r.rad) as rad,
    coalesce({{ personal.holds_personal_data("v.nummer") }}, false) as maskerad,
    case when maskerad then '{{ staging.MASKED_NUMBER }}' else '{{ staging.MADE_NUMBER }}' end
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
from sie_rad as r left join sie_ver as v on r.ver = v.rad
where v.rad is null or v.nummer = '' or {{ personal.holds_personal_data("v.nummer") }}
group by v.rad, coalesce(v.rad, r.rad), v.datum, v.text, v.nummer
