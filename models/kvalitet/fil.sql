-- The file register, and what became of every row: read = loaded + rejected + totals + duplicates
-- + superseded.
with rader as (
    select
        rad.fil_sha256,
        count(*) as rader,
        count(*) filter (where version.gallande) as rader_gallande
    from {{ ref('stg_submission__projekt') }} as rad
    left join {{ ref('int_inlamning__version') }} as version
        on
            rad.inlamning_nyckel = version.inlamning_nyckel
            and rad.ar = version.ar
            and rad.version = version.version
            and rad.fil_sha256 = version.fil_sha256
    group by rad.fil_sha256
    union all
    select
        verifikat.fil_sha256,
        sum(verifikat.antal_rader) as rader,
        sum(
            case when fil.fil_ordning = enhet.fil_ordning then verifikat.antal_rader else 0 end
        ) as rader_gallande
    from {{ ref('int_ledger__verifikat') }} as verifikat
    inner join {{ ref('stg_raw__fil') }} as fil on verifikat.fil_sha256 = fil.fil_sha256
    left join {{ ref('int_ledger__enhet') }} as enhet
        on verifikat.ersattning_nyckel = enhet.ersattning_nyckel
    group by verifikat.fil_sha256
),

funna as (
    select distinct fil_sha256 from {{ ref('int_fynd__modell') }}
),

raknade as (
    select
        fil.*,
        funna.fil_sha256 is not null as har_fynd,
        coalesce(rader.rader_gallande, 0) as rader_laddade,
        coalesce(rader.rader - rader.rader_gallande, 0) as rader_ersatta
    from {{ ref('stg_raw__fil') }} as fil
    left join rader on fil.fil_sha256 = rader.fil_sha256
    left join funna on fil.fil_sha256 = funna.fil_sha256
),

final as (
    select
        cast(fil as string) as fil,
        cast(fil_sha256 as string) as fil_sha256,
        cast(typ as string) as typ,
        cast(storlek as bigint) as storlek,
        cast(profil as string) as profil,
        cast(
            case
                when rader_ersatta > 0 and rader_laddade = 0 then 'ersatt'
                when status = 'laddad' and har_fynd then 'laddad_med_fynd'
                else status
            end as varchar
        ) as status,
        cast(orsak as string) as orsak,
        cast(rader_lasta as bigint) as rader_lasta,
        cast(rader_laddade as bigint) as rader_laddade,
        cast(rader_avvisade as bigint) as rader_avvisade,
        cast(rader_totaler as bigint) as rader_totaler,
        cast(rader_dubbletter as bigint) as rader_dubbletter,
        cast(rader_ersatta as bigint) as rader_ersatta,
        cast(inlast_tid as timestamp) as inlast_tid
    from raknade
)

select * from final
