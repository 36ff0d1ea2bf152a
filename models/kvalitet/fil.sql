-- The file register, and what became of every row: read = loaded + rejected + totals + duplicates
-- + superseded.
with rader as (
    select
        rad.kommun_kod,
        rad.fil_sha256,
        count(*) as rader,
        count(*) filter (where version.gallande) as rader_gallande
    from {{ ref('stg_submission__projekt') }} as rad
    left join {{ ref('int_inlamning__version') }} as version
        on {{ samma_inlamning('rad', 'version') }}
    group by rad.kommun_kod, rad.fil_sha256
    union all
    select
        summa.kommun_kod,
        summa.fil_sha256,
        sum(summa.antal_rader) as rader,
        sum(summa.antal_rader) - coalesce(max(ersatta.antal_rader), 0) as rader_gallande
    from {{ ref('int_ledger__kontosumma') }} as summa
    left join {{ ref('int_ledger__ersatta_rader') }} as ersatta
        on summa.kommun_kod = ersatta.kommun_kod and summa.fil_sha256 = ersatta.fil_sha256
    where summa.utfall = 'laddad'
    group by summa.kommun_kod, summa.fil_sha256
),

belopp as (
    select
        kommun_kod,
        fil_sha256,
        sum(belopp_sek) filter (where utfall = 'raknas') as raknas_sek,
        sum(belopp_sek) filter (where utfall = 'inget_bidrag') as inget_bidrag_sek,
        sum(belopp_sek) filter (where utfall in ('ersatt', 'upprepad')) as ersatt_sek,
        sum(belopp_sek) filter (where utfall = 'avvisad') as avvisat_sek,
        count(*) filter (where utfall = 'avvisad') as antal_avvisade
    from {{ ref('int_fil__belopp') }}
    group by kommun_kod, fil_sha256
),

funna as (
    select distinct
        kommun_kod,
        fil_sha256
    from {{ ref('int_fynd__modell') }}
),

raknade as (
    select
        fil.*,
        funna.fil_sha256 is not null as har_fynd,
        coalesce(rader.rader_gallande, 0) as rader_laddade,
        coalesce(rader.rader - rader.rader_gallande, 0) as rader_ersatta,
        -- Of a file that was not read nothing is known.
        fil.status like 'laddad%' as ar_last,
        last_belopp.belopp_sek as last_sek,
        belopp.raknas_sek,
        belopp.inget_bidrag_sek,
        belopp.ersatt_sek,
        belopp.avvisat_sek,
        coalesce(belopp.antal_avvisade, 0) as antal_avvisade
    from {{ ref('stg_raw__fil') }} as fil
    left join rader on fil.kommun_kod = rader.kommun_kod and fil.fil_sha256 = rader.fil_sha256
    left join {{ ref('int_fil__last_belopp') }} as last_belopp
        on fil.kommun_kod = last_belopp.kommun_kod and fil.fil_sha256 = last_belopp.fil_sha256
    left join belopp on fil.kommun_kod = belopp.kommun_kod and fil.fil_sha256 = belopp.fil_sha256
    left join funna on fil.kommun_kod = funna.kommun_kod and fil.fil_sha256 = funna.fil_sha256
),

final as (
    select
        kommun_kod,
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
            end as string
        ) as status,
        cast(orsak as string) as orsak,
        cast(rader_lasta as bigint) as rader_lasta,
        cast(rader_laddade as bigint) as rader_laddade,
        cast(rader_avvisade as bigint) as rader_avvisade,
        cast(rader_totaler as bigint) as rader_totaler,
        cast(rader_dubbletter as bigint) as rader_dubbletter,
        cast(rader_ersatta as bigint) as rader_ersatta,
        {%- for namn in ['last', 'raknas', 'inget_bidrag', 'ersatt'] %}
        {{ som_belopp('case when ar_last then coalesce(' ~ namn ~ '_sek, 0) end') }}
            as belopp_{{ namn }}_sek,
        {%- endfor %}
        -- Held rows whose amounts could not be read hold an unknown amount.
        {{ som_belopp(
            'case when ar_last and antal_avvisade = 0 then 0 when ar_last then avvisat_sek end'
        ) }} as belopp_avvisat_sek,
        cast(inlast_tid as timestamp) as inlast_tid
    from raknade
)

select * from final
