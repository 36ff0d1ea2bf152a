-- What keeps a year from being compared with the year before: nämnder that handed in only one of
-- the years, refused rows, and another coverage by the ledger. Names by the nämnd's code.
with inlamnade as (
    select
        kommun_kod,
        ar,
        namnd_kod,
        sum(antal_avvisade) as antal_avvisade
    from {{ ref('int_inlamning__utfall') }}
    where not ar_ersatt
    group by kommun_kod, ar, namnd_kod
    having not bool_and(ar_avvisad)
),

avvisade as (
    select
        kommun_kod,
        ar,
        namnd_kod
    from {{ ref('int_inlamning__utfall') }}
    where not ar_ersatt
    group by kommun_kod, ar, namnd_kod
    having sum(antal_avvisade) > 0 or bool_or(ar_avvisad)
),

-- Whose money another coverage can change: who handed in, and who is known from the ledger alone.
berorda as (
    select
        kommun_kod,
        ar,
        namnd_kod
    from inlamnade
    union distinct
    select
        kommun_kod,
        ar,
        namnd_kod
    from {{ ref('int_deltagande') }}
    where bokfort_sek is not null and namnd_kod <> {{ okand('namnd') }}
),

ar_att_jamfora as (
    select
        kommun_kod,
        ar,
        namnd_kod
    from berorda
    union distinct
    select
        kommun_kod,
        ar + 1 as ar,
        namnd_kod
    from berorda
),

-- Who handed in one of the years only is named for that.
annan_tackning as (
    select
        par.kommun_kod,
        par.ar,
        par.namnd_kod
    from ar_att_jamfora as par
    left join inlamnade as inlamnad_nu
        on
            par.kommun_kod = inlamnad_nu.kommun_kod
            and par.namnd_kod = inlamnad_nu.namnd_kod
            and par.ar = inlamnad_nu.ar
    left join inlamnade as inlamnad_fore
        on
            par.kommun_kod = inlamnad_fore.kommun_kod
            and par.namnd_kod = inlamnad_fore.namnd_kod
            and par.ar = inlamnad_fore.ar + 1
    left join {{ ref('int_ledger__tackning') }} as nu
        on par.kommun_kod = nu.kommun_kod and par.namnd_kod = nu.namnd_kod and par.ar = nu.ar
    left join {{ ref('int_ledger__tackning') }} as fore
        on
            par.kommun_kod = fore.kommun_kod
            and par.namnd_kod = fore.namnd_kod
            and par.ar = fore.ar + 1
    where
        (inlamnad_nu.namnd_kod is null) = (inlamnad_fore.namnd_kod is null)
        and (
            nu.forsta_manad is distinct from fore.forsta_manad
            or nu.sista_manad is distinct from fore.sista_manad
            or nu.antal_manader is distinct from fore.antal_manader
        )
),

hinder as (
    select
        fore.kommun_kod,
        fore.ar + 1 as ar,
        'saknas' as hinder,
        fore.namnd_kod
    from inlamnade as fore
    left join inlamnade as nu
        on fore.kommun_kod = nu.kommun_kod and fore.namnd_kod = nu.namnd_kod and fore.ar + 1 = nu.ar
    where nu.namnd_kod is null
    union all
    select
        nu.kommun_kod,
        nu.ar,
        'saknas_fore' as hinder,
        nu.namnd_kod
    from inlamnade as nu
    left join inlamnade as fore
        on nu.kommun_kod = fore.kommun_kod and nu.namnd_kod = fore.namnd_kod and nu.ar = fore.ar + 1
    where fore.namnd_kod is null
    union all
    select
        kommun_kod,
        ar,
        'avvisade' as hinder,
        namnd_kod
    from avvisade
    union all
    select
        kommun_kod,
        ar + 1 as ar,
        'avvisade_fore' as hinder,
        namnd_kod
    from avvisade
    union all
    select
        kommun_kod,
        ar,
        'annan_tackning' as hinder,
        namnd_kod
    from annan_tackning
),

{% set sorter = ['saknas', 'saknas_fore', 'avvisade', 'avvisade_fore', 'annan_tackning'] %}
final as (
    select
        kommun_kod,
        {% for sort in sorter %}
        {{ sammanfoga("case when hinder = '" ~ sort ~ "' then namnd_kod end", ', ', 'namnd_kod') }}
            as {{ sort }},
        {% endfor %}
        ar
    from hinder
    group by kommun_kod, ar
)

select * from final
