-- Vouchers that several ledger exports tell of and one of them replaces, said on both files.
{% set byte = [
    'kommun_kod', 'fil_sha256', 'blad', 'av_fil_sha256', 'av_blad', 'regel', 'regel_galler'
] %}
{% set regler = [
    {
        'nar': "slag = 'senare' and oavgjord and belopp_sek <> av_belopp_sek",
        'ersatt': 'LEDGER_OAVGJORD',
        'galler': 'LEDGER_OAVGJORD_GALLER',
    },
    {'nar': "slag = 'senare'", 'ersatt': 'LEDGER_ERSATT', 'galler': 'LEDGER_ERSATT_GALLER'},
    {'nar': 'true', 'ersatt': 'LEDGER_SAMMA_VERIFIKAT', 'galler': 'LEDGER_SAMMA_VERIFIKAT_GALLER'},
] %}

with bidrag as (
    select * from {{ ref('int_ledger__bidragsverifikat') }}
),

export as (
    select * from {{ ref('int_ledger__export') }}
),

-- Only what held money is said: a version without grants takes none with it. The same said again
-- in another file needs no words; on another sheet of the file it does.
ersatta as (
    select
        ersatt.*,
        tidigare.benamning,
        tidigare.forsta_rad,
        tidigare.belopp_sek,
        coalesce(galler.belopp_sek, 0) as av_belopp_sek,
        galler.forsta_rad as av_forsta_rad
    from {{ ref('int_ledger__ersatt') }} as ersatt
    inner join bidrag as tidigare
        on {{ samma_verifikat('ersatt', 'tidigare') }}
    left join bidrag as galler
        on
            ersatt.kommun_kod = galler.kommun_kod
            and ersatt.av_fil_sha256 = galler.fil_sha256
            and ersatt.av_blad = galler.blad
            and ersatt.av_nyckel = galler.ersattning_nyckel
    where ersatt.slag <> 'lika' or ersatt.fil_sha256 = ersatt.av_fil_sha256
),

sagda as (
    select
        *,
        {{ forsta_regel(regler, 'ersatt') }} as regel,
        {{ forsta_regel(regler, 'galler') }} as regel_galler
    from ersatta
),

ordnade as (
    select
        *,
        {% for kolumn, har, dar in [
            ('skillnad', 'belopp_sek', 'av_belopp_sek'),
            ('av_skillnad', 'av_belopp_sek', 'belopp_sek'),
        ] -%}
        {{ belopp_i_ord(har) }}
        || case
            when regel = 'LEDGER_SAMMA_VERIFIKAT' then ''
            when belopp_sek = av_belopp_sek then ', där på andra konton, koder eller rader'
            else ', där ' || {{ belopp_i_ord(dar) }}
        end as {{ kolumn }},
        {% endfor -%}
        row_number() over (
            partition by {{ byte | join(', ') }}
            order by abs(belopp_sek - av_belopp_sek) desc, abs(belopp_sek) desc, ersattning_nyckel
        ) as plats
    from sagda
),

byten as (
    select
        {{ byte | join(', ') }},
        count(*) as antal,
        sum(belopp_sek) as belopp_sek,
        sum(av_belopp_sek) as av_belopp_sek,
        case when count(*) = 1 then min(forsta_rad) end as rad,
        case when count(*) = 1 then min(av_forsta_rad) end as av_rad,
        {{ exempel("benamning || ' (' || skillnad || ')'") }} as exempel,
        {{ exempel("benamning || ' (' || av_skillnad || ')'") }} as av_exempel
    from ordnade
    group by {{ byte | join(', ') }}
),

-- Both files are told, the one whose rows do not count first.
funna as (
    select
        byten.kommun_kod,
        byten.fil_sha256,
        nullif(byten.blad, '') as blad,
        byten.rad,
        byten.regel as regel_id,
        byten.antal,
        byten.exempel,
        annan.benamning as annan_fil,
        byten.belopp_sek,
        byten.av_belopp_sek as annat_belopp_sek
    from byten
    inner join export as annan
        on
            byten.kommun_kod = annan.kommun_kod
            and byten.av_fil_sha256 = annan.fil_sha256
            and byten.av_blad = annan.blad
    union all
    select
        byten.kommun_kod,
        byten.av_fil_sha256 as fil_sha256,
        nullif(byten.av_blad, '') as blad,
        byten.av_rad as rad,
        byten.regel_galler as regel_id,
        byten.antal,
        byten.av_exempel as exempel,
        annan.benamning as annan_fil,
        byten.av_belopp_sek as belopp_sek,
        byten.belopp_sek as annat_belopp_sek
    from byten
    inner join export as annan
        on {{ samma_blad('byten', 'annan') }}
),

final as (
    {{ sagda_verifikat('funna') }}
)

select * from final
