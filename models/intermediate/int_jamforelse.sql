-- What keeps a year from being compared with the year before: nämnder that handed in only one of
-- the years, refused rows, and another coverage by the ledger. Names by the nämnd's code.
with inlamnade as (
    select
        ar,
        namnd_kod,
        sum(antal_avvisade) as antal_avvisade
    from {{ ref('int_inlamning__utfall') }}
    where not ar_ersatt
    group by ar, namnd_kod
    having not bool_and(ar_avvisad)
),

avvisade as (
    select
        ar,
        namnd_kod
    from {{ ref('int_inlamning__utfall') }}
    where not ar_ersatt
    group by ar, namnd_kod
    having sum(antal_avvisade) > 0 or bool_or(ar_avvisad)
),

tackning as (
    select
        inlamnade.ar,
        inlamnade.namnd_kod,
        case
            when tackning.ar_hel then 'hel'
            when tackning.namnd_kod is not null then 'delvis'
            else 'ingen'
        end as tackning
    from inlamnade
    left join {{ ref('int_ledger__tackning') }} as tackning
        on inlamnade.namnd_kod = tackning.namnd_kod and inlamnade.ar = tackning.ar
),

hinder as (
    select
        fore.ar + 1 as ar,
        'saknas' as hinder,
        fore.namnd_kod
    from inlamnade as fore
    left join inlamnade as nu
        on fore.namnd_kod = nu.namnd_kod and fore.ar + 1 = nu.ar
    where nu.namnd_kod is null
    union all
    select
        nu.ar,
        'saknas_fore' as hinder,
        nu.namnd_kod
    from inlamnade as nu
    left join inlamnade as fore
        on nu.namnd_kod = fore.namnd_kod and nu.ar = fore.ar + 1
    where fore.namnd_kod is null
    union all
    select
        ar,
        'avvisade' as hinder,
        namnd_kod
    from avvisade
    union all
    select
        ar + 1 as ar,
        'avvisade_fore' as hinder,
        namnd_kod
    from avvisade
    union all
    select
        nu.ar,
        'annan_tackning' as hinder,
        nu.namnd_kod
    from tackning as nu
    inner join tackning as fore on nu.namnd_kod = fore.namnd_kod and nu.ar = fore.ar + 1
    where nu.tackning <> fore.tackning
),

{% set sorter = ['saknas', 'saknas_fore', 'avvisade', 'avvisade_fore', 'annan_tackning'] %}
final as (
    select
        {% for sort in sorter %}
        {{ sammanfoga("case when hinder = '" ~ sort ~ "' then namnd_kod end", ', ', 'namnd_kod') }}
            as {{ sort }},
        {% endfor %}
        ar
    from hinder
    group by ar
)

select * from final
