-- Several submissions of one nämnd and year, said on each: whatever was read and does not count is
-- named to whoever sent it, with what it holds and what counts instead.
{% set sorter = [
    {'nar': 'ar_kopia', 'ersatt': 'INLAMNING_KOPIA', 'galler': 'INLAMNING_HAR_KOPIA'},
    {'nar': "skal = 'egen'", 'ersatt': 'RADER_I_ANNANS_UNDERLAG', 'galler': 'RADER_STAR_HOS_ANNAN'},
    {
        'nar': "skal = 'oklart'",
        'ersatt': 'INLAMNING_I_KONFLIKT',
        'galler': 'INLAMNING_GALLER_I_KONFLIKT',
    },
    {'nar': 'true', 'ersatt': 'INLAMNING_ERSATT', 'galler': 'INLAMNING_ERSATTER'},
] %}

with par as (
    select
        *,
        {{ forsta_regel(sorter, 'ersatt') }} as regel_ersatt,
        {{ forsta_regel(sorter, 'galler') }} as regel_galler,
        case skal
            when 'version' then 'det har ett högre versionsnummer'
            when 'beslut' then 'det är beslutat senare'
            when 'andrad' then 'filen är sparad senare'
            else 'innehållet fick avgöra'
        end as skal_i_ord
    from {{ ref('int_inlamning__par') }}
    -- What a text says is told with the sheets: it takes no project away.
    where slag = 'projekt'
),

versioner as (
    select * from {{ ref('int_inlamning__benamning') }}
),

-- Several files may count in its place: said once a reason, with what each holds.
ersatta as (
    select
        kommun_kod,
        fil_sha256,
        blad,
        rad,
        regel_ersatt as regel_id,
        vem,
        {{ sammanfoga('ersattare_benamning', ' och ', 'ordning desc') }} as annan,
        pengar,
        {{ sammanfoga('ersattare_pengar', ' och ', 'ordning desc') }} as annans_pengar,
        skal_i_ord as skal
    from par
    group by
        kommun_kod, inlamning_nyckel, ar, version, fil_sha256, blad, rad, vem, pengar, regel_ersatt,
        skal_i_ord
),

ersattare as (
    select
        kommun_kod,
        ersattare_sha256 as fil_sha256,
        ersattare_blad as blad,
        ersattare_rad as rad,
        regel_galler as regel_id,
        vem,
        benamning as annan,
        ersattare_pengar as pengar,
        pengar as annans_pengar,
        skal_i_ord as skal
    from par
),

-- A later version of which no row could be read replaces nothing.
olasta as (
    select
        olast.kommun_kod,
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
            olast.kommun_kod = raknas.kommun_kod
            and olast.inlamning_nyckel = raknas.inlamning_nyckel
            and olast.ar = raknas.ar
    where
        olast.slag = 'avvisad'
        and olast.version > olast.gallande_version
        and raknas.gallande
        and raknas.slag <> 'avvisad'
),

sagt as (
    select * from ersatta
    union all
    select * from ersattare
),

final as (
    {{ sagda_fynd('sagt', {
        'annan': 'sagt.annan',
        'vem': 'sagt.vem',
        'skal': 'sagt.skal',
        'belopp': 'sagt.pengar',
        'annat_belopp': 'sagt.annans_pengar',
    }) }}
    union all
    {{ fynd_av_regler([
        {
            'id': 'VERSION_OLAST',
            'av': 'olasta',
            'fil': 'olast_sha256',
            'blad': 'olast_blad',
            'rad': 'olast_rad',
            'ord': {'annan': 'benamning', 'vem': 'vem', 'annat_belopp': 'pengar'},
        },
        {
            'id': 'VERSION_SENARE_OLAST',
            'av': 'olasta',
            'ord': {'annan': 'olast_benamning', 'vem': 'vem', 'belopp': 'pengar'},
        },
    ]) }}
)

select * from final
