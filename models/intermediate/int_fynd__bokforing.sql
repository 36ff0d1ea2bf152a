-- What the ledger did to a reported figure, said to the nämnd at its row: where the amount does not
-- count, the ledger knows only a part of it, or it may count twice.
{% set namngivet = 'projekt_kod <> ' ~ okand('projekt') %}
{# What became of a reported amount: the first that holds. -#}
{% set pa_raden = [
    {'id': 'BOKFORT_NASTA_AR', 'nar': 'ar_sen'},
    {'id': 'BOKFORT_HOS_ANNAN_NAMND', 'nar': "sida = 'redovisade'"},
    {
        'id': 'BOKFORT_HOS_OKAND_NAMND',
        'nar': "belopp_kalla = 'bokfort' and redovisat_sek <> 0 and bokfort_sek = 0
            and okandas_bokfort_sek is not null",
    },
    {
        'id': 'EJ_BOKFORT',
        'nar': "belopp_kalla = 'bokfort' and redovisat_sek <> 0 and bokfort_sek = 0",
    },
    {
        'id': 'BOKFORT_GALLER',
        'nar': "not ar_delat and belopp_kalla = 'bokfort' and redovisat_sek <> bokfort_sek",
    },
    {
        'id': 'BOKFORT_DELVIS',
        'nar': "not ar_delat and belopp_kalla = 'redovisat' and netto_enligt is null
            and tackning = 'delvis' and redovisat_sek <> 0
            and (bokfort_sek is not null or kod_kand)",
    },
] %}
{# Counts, and may count in the next year too. #}
{% set kanske_tva_ganger = [
    {
        'id': 'BOKFORT_KANSKE_NASTA_AR',
        'av': 'kanske_sena',
        'ord': {
            'projekt': 'projekt',
            'ar': 'cast(ar as string)',
            'nasta_ar': 'cast(ar + 1 as string)',
            'annan': "case bokford_namnd_kod when " ~ okand('namnd')
                ~ " then 'okänd nämnd' else bokford_namnd_kod end",
            'belopp': belopp_i_ord('redovisat_sek'),
        },
    },
] %}

with rader as (
    select * from {{ ref('int_deltagande__rad') }}
),

manader as (
    select
        kommun_kod,
        namnd_kod,
        ar,
        case
            when antal_manader = 1 then {{ manadens_namn('forsta_manad') }}
            when antal_manader = sista_manad - forsta_manad + 1
                then
                    {{ manadens_namn('forsta_manad') }} || '–' || {{ manadens_namn('sista_manad') }}
            else
                cast(antal_manader as string) || ' av tolv månader, mellan '
                || {{ manadens_namn('forsta_manad') }}
                || ' och ' || {{ manadens_namn('sista_manad') }}
        end as manader
    from {{ ref('int_ledger__tackning') }}
),

annan as (
    select * from {{ ref('int_deltagande__bokfort_av_annan') }}
),

lagen as (
    select
        kalla.*,
        manader.manader,
        annan.sida,
        annan.andra_namnder,
        annan.andras_bokfort_sek,
        bool_or(annan.sida is not null) over (
            partition by kalla.kommun_kod, kalla.projekt_kod, kalla.ar
        ) as ar_delat,
        -- Booked on the project by a unit of no known nämnd.
        max(
            case when kalla.namnd_kod = {{ okand('namnd') }} then nullif(kalla.bokfort_sek, 0) end
        ) over (partition by kalla.kommun_kod, kalla.projekt_kod, kalla.ar) as okandas_bokfort_sek
    from {{ ref('int_deltagande__kalla') }} as kalla
    left join manader
        on
            kalla.kommun_kod = manader.kommun_kod
            and kalla.namnd_kod = manader.namnd_kod
            and kalla.ar = manader.ar
    left join annan
        on {{ samma_deltagande('kalla', 'annan') }}
),

utfall as (
    select
        *,
        {{ forsta_regel(pa_raden) }} as regel_id
    from lagen
    where {{ namngivet }}
),

redovisade as (
    select
        utfall.*,
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        rader.projekt,
        rader.redovisat_sek as radens_sek,
        coalesce(
            utfall.andras_bokfort_sek,
            case when utfall.bokfort_sek = 0 then utfall.okandas_bokfort_sek end
        ) as andras_sek
    from utfall
    inner join rader
        on {{ samma_deltagande('utfall', 'rader') }}
    where rader.redovisat_sek is not null
),

kanske_sena as (
    select
        kanske.*,
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        rader.projekt
    from {{ ref('int_deltagande__kanske_nasta_ar') }} as kanske
    inner join rader
        on {{ samma_deltagande('kanske', 'rader') }}
),

final as (
    {{ sagda_fynd('redovisade', {
        'projekt': 'sagt.projekt',
        'namnd': 'sagt.namnd_kod',
        'nasta_ar': 'cast(sagt.ar + 1 as string)',
        'ar': 'cast(sagt.ar as string)',
        'annan': 'sagt.andra_namnder',
        'manader': 'sagt.manader',
        'belopp': belopp_i_ord('sagt.radens_sek'),
        'bokfort': belopp_i_ord('coalesce(sagt.andras_sek, sagt.bokfort_sek, 0)'),
    }) }}
    union all
    {{ fynd_av_regler(kanske_tva_ganger) }}
)

select * from final
