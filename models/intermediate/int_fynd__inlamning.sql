-- Several submissions of one nämnd and year, said on each: whatever was read and does not count is
-- named to whoever sent it, with what it holds and what counts instead, and so is what counts
-- together.
{% set inlamning = ['inlamning_nyckel', 'ar', 'version', 'fil_sha256'] %}

with versioner as (
    select
        version.*,
        benamning.benamning,
        benamning.vem,
        benamning.pengar,
        benamning.blad,
        benamning.rad
    from {{ ref('int_inlamning__version') }} as version
    inner join {{ ref('int_inlamning__benamning') }} as benamning
        on {{ samma_inlamning('version', 'benamning') }}
),

par as (
    select
        ersatt.inlamning_nyckel,
        ersatt.ar,
        ersatt.version,
        ersatt.fil_sha256,
        ersatt.blad,
        ersatt.rad,
        ersatt.vem,
        ersatt.benamning,
        ersatt.pengar,
        ersattare.fil_sha256 as ersattare_sha256,
        ersattare.version as ersattare_version,
        ersattare.blad as ersattare_blad,
        ersattare.rad as ersattare_rad,
        ersattare.benamning as ersattare_benamning,
        ersattare.pengar as ersattare_pengar,
        ersattare.ordning,
        ersattning.skal,
        kopia.fil_sha256 is not null as ar_kopia
    from {{ ref('int_inlamning__ersattning') }} as ersattning
    inner join versioner as ersatt
        on {{ samma_inlamning('ersattning', 'ersatt') }}
    inner join versioner as ersattare
        on
            ersattning.inlamning_nyckel = ersattare.inlamning_nyckel
            and ersattning.ar = ersattare.ar
            and ersattning.ersattare_version = ersattare.version
            and ersattning.ersattare_sha256 = ersattare.fil_sha256
    left join {{ ref('int_inlamning__kopia') }} as kopia
        on {{ samma_inlamning('ersatt', 'kopia') }}
    -- What a text says is told with the sheets: it takes no project away.
    where ersatt.slag = 'projekt'
),

sorterade as (
    select
        *,
        case
            when ar_kopia then 'kopia'
            when skal = 'egen' then 'annans'
            when skal = 'oklart' then 'oklar'
            else 'ersatt'
        end as sort,
        case skal
            when 'version' then 'det har ett högre versionsnummer'
            when 'beslut' then 'det är beslutat senare'
            when 'andrad' then 'filen är sparad senare'
            else 'innehållet fick avgöra'
        end as skal_i_ord
    from par
),

-- Several files may count in its place: said once a reason, with what each holds.
ersatta as (
    select
        fil_sha256,
        blad,
        rad,
        case sort
            when 'kopia' then 'INLAMNING_KOPIA'
            when 'annans' then 'RADER_I_ANNANS_UNDERLAG'
            when 'oklar' then 'INLAMNING_I_KONFLIKT'
            else 'INLAMNING_ERSATT'
        end as regel_id,
        vem,
        {{ sammanfoga('ersattare_benamning', ' och ', 'ordning desc') }} as annan,
        pengar,
        {{ sammanfoga('ersattare_pengar', ' och ', 'ordning desc') }} as annans_pengar,
        skal_i_ord as skal
    from sorterade
    group by {{ inlamning | join(', ') }}, blad, rad, vem, benamning, pengar, sort, skal_i_ord
),

ersattare as (
    select
        ersattare_sha256 as fil_sha256,
        ersattare_blad as blad,
        ersattare_rad as rad,
        case sort
            when 'kopia' then 'INLAMNING_HAR_KOPIA'
            when 'annans' then 'RADER_STAR_HOS_ANNAN'
            when 'oklar' then 'INLAMNING_GALLER_I_KONFLIKT'
            else 'INLAMNING_ERSATTER'
        end as regel_id,
        vem,
        benamning as annan,
        ersattare_pengar as pengar,
        pengar as annans_pengar,
        skal_i_ord as skal
    from sorterade
),

delar as (
    select * from versioner
    where gallande and slag = 'projekt'
),

raknas_ihop as (
    select
        en.fil_sha256,
        en.blad,
        en.rad,
        'INLAMNING_I_DELAR' as regel_id,
        en.vem,
        {{ sammanfoga('annan.benamning', ' och ', 'annan.ordning') }} as annan,
        en.pengar,
        {{ sammanfoga('annan.pengar', ' och ', 'annan.ordning') }} as annans_pengar,
        cast(null as string) as skal
    from delar as en
    inner join delar as annan
        on
            en.inlamning_nyckel = annan.inlamning_nyckel
            and en.ar = annan.ar
            and en.fil_sha256 <> annan.fil_sha256
    group by
        en.inlamning_nyckel, en.ar, en.version, en.fil_sha256, en.blad, en.rad, en.vem, en.pengar
),

olasta as (
    select
        olast.fil_sha256 as olast_sha256,
        olast.benamning as olast_benamning,
        olast.blad as olast_blad,
        olast.rad as olast_rad,
        olast.vem,
        raknas.fil_sha256,
        raknas.benamning,
        raknas.pengar,
        raknas.blad,
        raknas.rad
    from versioner as olast
    inner join versioner as raknas
        on
            olast.inlamning_nyckel = raknas.inlamning_nyckel
            and olast.ar = raknas.ar
    where
        olast.slag = 'avvisad'
        and olast.version > olast.gallande_version
        and raknas.gallande
        and raknas.slag <> 'avvisad'
),

olast as (
    select
        olast_sha256 as fil_sha256,
        olast_blad as blad,
        olast_rad as rad,
        'VERSION_OLAST' as regel_id,
        vem,
        benamning as annan,
        cast(null as string) as pengar,
        pengar as annans_pengar,
        cast(null as string) as skal
    from olasta
    union all
    select
        fil_sha256,
        blad,
        rad,
        'VERSION_SENARE_OLAST' as regel_id,
        vem,
        olast_benamning as annan,
        pengar,
        cast(null as string) as annans_pengar,
        cast(null as string) as skal
    from olasta
),

sagt as (
    select * from ersatta
    union all
    select * from ersattare
    union all
    select * from raknas_ihop
    union all
    select * from olast
),

final as (
    {{ sagda_fynd('sagt', {
        'annan': 'sagt.annan',
        'vem': 'sagt.vem',
        'skal': 'sagt.skal',
        'belopp': 'sagt.pengar',
        'annat_belopp': 'sagt.annans_pengar',
    }) }}
)

select * from final
