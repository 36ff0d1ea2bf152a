-- A submission that another one replaces, said on both: whatever was read and does not count is
-- named to whoever sent it, with what it holds and what holds instead.
with versioner as (
    select * from {{ ref('int_inlamning__version') }}
),

belopp as (
    select
        inlamning_nyckel,
        ar,
        version,
        fil_sha256,
        sum(utbetalt) filter (where coalesce(utbetalt_valuta, 'SEK') = 'SEK') as belopp_sek
    from {{ ref('stg_submission__projekt') }}
    group by inlamning_nyckel, ar, version, fil_sha256
),

versioner_med_belopp as (
    select
        versioner.*,
        belopp.belopp_sek
    from versioner
    left join belopp
        on
            versioner.inlamning_nyckel = belopp.inlamning_nyckel
            and versioner.ar = belopp.ar
            and versioner.version = belopp.version
            and versioner.fil_sha256 = belopp.fil_sha256
),

par as (
    select
        ersatt.fil_sha256 as ersatt_sha256,
        ersatt.fil as ersatt_fil,
        ersatt.belopp_sek as ersatt_belopp,
        gallande.fil_sha256 as gallande_sha256,
        gallande.fil as gallande_fil,
        gallande.belopp_sek as gallande_belopp,
        ersatt.namnd_kod,
        ersatt.ar
    from versioner_med_belopp as ersatt
    inner join versioner_med_belopp as gallande
        on
            ersatt.inlamning_nyckel = gallande.inlamning_nyckel
            and ersatt.ar = gallande.ar
    -- A text of its own beside the projects takes no project away.
    where not ersatt.gallande and gallande.gallande and ersatt.antal_rader > 0
),

final as (
    select
        par.ersatt_sha256 as fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        cast(null as string) as varde,
        {{ fyll_mall('regel.mall', {
            'gallande': 'par.gallande_fil',
            'namnd': 'par.namnd_kod',
            'ar': 'cast(par.ar as string)',
            'belopp': belopp_i_ord('par.ersatt_belopp'),
            'gallande_belopp': belopp_i_ord('par.gallande_belopp')
        }) }} as meddelande
    from par
    inner join {{ ref('fyndregel') }} as regel on regel.id = 'INLAMNING_ERSATT'
    union all
    select
        par.gallande_sha256 as fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad,
        cast(null as string) as kolumn,
        regel.id as regel,
        cast(null as string) as varde,
        {{ fyll_mall('regel.mall', {
            'ersatt': 'par.ersatt_fil',
            'namnd': 'par.namnd_kod',
            'ar': 'cast(par.ar as string)',
            'belopp': belopp_i_ord('par.gallande_belopp'),
            'ersatt_belopp': belopp_i_ord('par.ersatt_belopp')
        }) }} as meddelande
    from par
    inner join {{ ref('fyndregel') }} as regel on regel.id = 'INLAMNING_ERSATTER'
)

select * from final
