-- A part that is larger than what it is a part of: within an account, a nämnd's beside the
-- city's, a measure beside the one it counts some of, owners' money beside all money.
with siffror as (
    select * from {{ ref('int_motsagelse__siffra') }}
    where slag in ('belopp', 'antal')
),

delar as (
    select * from siffror
    where plats = 1
),

-- Where one took back more than it got, its siblings may have more than the whole.
med_minus as (
    select distinct
        kommun_kod,
        ar,
        matt
    from siffror
    where varde < 0
),

angivna as (
    select
        kommun_kod,
        tal_id,
        dokument,
        ar,
        publicerat_ar,
        matt,
        bas,
        agare_kod,
        del_dimension,
        del_kod,
        lagst,
        hogst,
        0 as rang
    from siffror
    where plats_i_dokument = 1
),

-- What the roles make together is a whole of projects, where no whole is stated.
per_roll as (
    select
        kommun_kod,
        tal_id,
        dokument,
        ar,
        publicerat_ar,
        matt,
        bas,
        omfattning as agare_kod,
        '' as del_dimension,
        '' as del_kod,
        lagst,
        hogst,
        1 as rang
    from {{ ref('int_motsagelse__summa') }}
    where
        dimension = 'roll'
        and matt = 'antal_projekt'
),

helheter as (
    select * from angivna
    union all
    select * from per_roll
),

-- What the one is a part of the other by; none where it is not.
par as (
    select
        delar.kommun_kod,
        delar.tal_id as del_id,
        delar.ar,
        delar.matt,
        delar.lagst as del_lagst,
        delar.bas as del_bas,
        delar.dokument as del_dokument,
        delar.publicerat_ar as del_publicerat_ar,
        helheter.tal_id as helhet_id,
        helheter.hogst as helhet_hogst,
        helheter.bas as helhet_bas,
        helheter.dokument as helhet_dokument,
        helheter.publicerat_ar as helhet_publicerat_ar,
        helheter.rang,
        case
            when
                {{ samma_kolumner('delar', 'helheter', ['matt', 'agare_kod']) }}
                and delar.del_dimension <> ''
                and helheter.del_dimension = ''
                then 'i redovisningen'
            when
                {{ samma_kolumner('delar', 'helheter', ['matt', 'del_dimension', 'del_kod']) }}
                and delar.agare_kod <> 'staden'
                and helheter.agare_kod = 'staden'
                and delar.del_dimension in ('', 'kf_mal', 'fondgrupp')
                then 'av staden'
            when
                {{ samma_kolumner('delar', 'helheter', ['agare_kod', 'del_dimension', 'del_kod']) }}
                and delar.del_av = helheter.matt
                then 'av projekten'
            when
                {{ samma_kolumner(
                    'delar', 'helheter', ['matt', 'agare_kod', 'del_dimension', 'del_kod']
                ) }}
                and delar.bas = 'agare'
                and helheter.bas = 'agare_och_part'
                then 'av alla pengar'
        end as forhallande
    from delar
    inner join helheter on delar.kommun_kod = helheter.kommun_kod and delar.ar = helheter.ar
),

-- Beside one whole each: on the part's own basis before another, in its own document before
-- another.
narmaste as (
    select
        *,
        row_number() over (
            partition by kommun_kod, del_id, forhallande
            order by
                rang,
                case when helhet_bas = del_bas then 0 else 1 end,
                case when helhet_dokument = del_dokument then 0 else 1 end,
                case when helhet_publicerat_ar = del_publicerat_ar then 0 else 1 end,
                helhet_publicerat_ar,
                helhet_dokument,
                helhet_id
        ) as plats
    from par
    where forhallande is not null
)

select
    {{ motsagelse(
        'DEL_STORRE_AN_HELHET', 'narmaste.del_id', 'narmaste.helhet_id',
        orsak="case
            when narmaste.del_bas = 'agare_och_part' and narmaste.helhet_bas = 'agare'
                then 'Delen räknar också projekt där nämnden är part, helheten bara egna projekt.'
        end"
    ) }}
from narmaste
left join med_minus on {{ samma_kolumner('narmaste', 'med_minus', ['ar', 'matt']) }}
where
    narmaste.plats = 1
    and narmaste.del_lagst > narmaste.helhet_hogst
    and med_minus.ar is null
