-- Projects that no longer count because the submission that counts lacks them, and those that count
-- though the other lacks them where nothing says which of the two is the later.
{% set saknades = 'saknat.projekt, saknat.pengar as projektens_pengar' %}

with par as (
    select * from {{ ref('int_inlamning__par') }}
),

saknat as (
    select * from {{ ref('int_inlamning__saknat_projekt') }}
),

utgangna as (
    select
        par.*,
        {{ saknades }}
    from par
    inner join saknat
        on
            {{ samma_inlamning('par', 'saknat') }}
            and saknat.fraga = 'utgatt'
),

utgangna_ur as (
    select
        kommun_kod,
        fil_sha256,
        blad,
        rad,
        vem,
        {{ sammanfoga('ersattare_benamning', ' och ', 'ordning desc') }} as annan,
        projekt,
        projektens_pengar
    from utgangna
    group by
        kommun_kod, inlamning_nyckel, ar, version, fil_sha256, blad, rad, vem, projekt,
        projektens_pengar
),

bara_dar as (
    select
        par.*,
        {{ saknades }}
    from par
    inner join saknat
        on
            par.kommun_kod = saknat.kommun_kod
            and saknat.fraga = 'bara_dar'
            and par.inlamning_nyckel = saknat.inlamning_nyckel
            and par.ar = saknat.ar
            and par.ersattare_version = saknat.version
            and par.ersattare_sha256 = saknat.fil_sha256
            and par.fil_sha256 = saknat.annan_sha256
),

{% set hos_ersattaren = {
    'fil': 'ersattare_sha256',
    'blad': 'ersattare_blad',
    'rad': 'ersattare_rad',
} %}
{% set ord = {'vem': 'vem', 'projekt': 'projekt', 'belopp': 'projektens_pengar'} %}
final as (
    {{ fynd_av_regler([
        {'id': 'PROJEKT_UTGATT', 'av': 'utgangna_ur', 'ord': dict(ord, annan='annan')},
        dict(
            hos_ersattaren,
            id='PROJEKT_SAKNAS_I_SENARE',
            av='utgangna',
            ord=dict(ord, annan='benamning')
        ),
        {
            'id': 'PROJEKT_BARA_I_ANNAT',
            'av': 'bara_dar',
            'ord': dict(ord, annan='ersattare_benamning'),
        },
        dict(
            hos_ersattaren,
            id='PROJEKT_BARA_HAR',
            av='bara_dar',
            ord=dict(ord, annan='benamning')
        ),
    ]) }}
)

select * from final
