-- What the ledger did to a nämnd's figures, said to the nämnd: at the reported row where its amount
-- does not count or the ledger knows only a part, and on the submission where it has no such row.
{% set namngivet = 'projekt_kod <> ' ~ okand('projekt') %}
{# What became of a reported amount: the first that holds. -#}
{% set pa_raden = [
    {'id': 'BOKFORT_NASTA_AR', 'nar': 'ar_sen'},
    {'id': 'BOKFORT_HOS_ANNAN_NAMND', 'nar': "sida = 'redovisade'"},
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
{# The nämnd that booked, and the year that did, are told on their own row, or on their submission
   when it has none. -#}
{% set pa_underlaget = [
    {
        'id': 'REDOVISAT_HOS_ANNAN_NAMND',
        'av': 'samma_ar',
        'nar': "sida = 'bokforde'",
        'ord': {
            'projekt': 'projektets_namn',
            'annan': 'andra_namnder',
            'belopp': belopp_i_ord('andras_redovisat_sek'),
            'bokfort': belopp_i_ord('bokfort_sek'),
        },
    },
    {
        'id': 'BOKFORT_AVSER_AR_FORE',
        'av': 'aret_efter',
        'nar': 'ar_sen',
        'ord': {
            'projekt': 'projektets_namn',
            'nasta_ar': 'cast(ar + 1 as string)',
            'bokfort': belopp_i_ord('redovisat_sek'),
        },
    },
    {
        'id': 'BOKFORT_UTAN_KOD',
        'av': 'samma_ar',
        'nar': 'not ' ~ namngivet ~ ' and namnd_kod <> ' ~ okand('namnd')
            ~ ' and avraknat_sek is not null',
        'ord': {
            'bokfort': belopp_i_ord('coalesce(bokfort_sek, 0)'),
            'skillnad': belopp_i_ord('coalesce(belopp_sek, 0)'),
        },
    },
] %}
{% set vems = {'namnd': 'namnd_kod', 'ar': 'cast(ar as string)'} %}

with rader as (
    select * from {{ ref('int_deltagande__rad') }}
),

filer as (
    select distinct
        fil_sha256,
        namnd_kod,
        ar
    from rader
),

projektnamn as (
    select
        projekt_kod,
        ar,
        min(projekt) as projekt
    from rader
    group by projekt_kod, ar
),

manader as (
    select
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

delade_projekt as (
    select distinct
        projekt_kod,
        ar
    from annan
),

lagen as (
    select
        kalla.*,
        projektnamn.projekt as projektets_namn,
        manader.manader,
        annan.sida,
        annan.andra_namnder,
        annan.andras_bokfort_sek,
        annan.andras_redovisat_sek,
        delade_projekt.projekt_kod is not null as ar_delat
    from {{ ref('int_deltagande__kalla') }} as kalla
    left join projektnamn
        on kalla.projekt_kod = projektnamn.projekt_kod and kalla.ar = projektnamn.ar
    left join manader on kalla.namnd_kod = manader.namnd_kod and kalla.ar = manader.ar
    left join annan
        on {{ samma_deltagande('kalla', 'annan') }}
    left join delade_projekt
        on kalla.projekt_kod = delade_projekt.projekt_kod and kalla.ar = delade_projekt.ar
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
        rader.redovisat_sek as radens_sek
    from utfall
    inner join rader
        on {{ samma_deltagande('utfall', 'rader') }}
    where rader.redovisat_sek is not null
),

{% for namn, ar in {'samma_ar': 'lagen.ar', 'aret_efter': 'lagen.ar + 1'}.items() -%}
{{ namn }} as (
    select
        lagen.*,
        filer.fil_sha256,
        rader.blad,
        rader.rad
    from lagen
    inner join filer on lagen.namnd_kod = filer.namnd_kod and {{ ar }} = filer.ar
    left join rader
        on
            lagen.{{ namngivet }}
            and lagen.projekt_kod = rader.projekt_kod
            and lagen.namnd_kod = rader.namnd_kod
            and {{ ar }} = rader.ar
            and filer.fil_sha256 = rader.fil_sha256
),

{% endfor -%}
final as (
    {{ sagda_fynd('redovisade', {
        'projekt': 'sagt.projekt',
        'namnd': 'sagt.namnd_kod',
        'nasta_ar': 'cast(sagt.ar + 1 as string)',
        'ar': 'cast(sagt.ar as string)',
        'annan': 'sagt.andra_namnder',
        'manader': 'sagt.manader',
        'belopp': belopp_i_ord('sagt.radens_sek'),
        'bokfort': belopp_i_ord('coalesce(sagt.andras_bokfort_sek, sagt.bokfort_sek, 0)'),
    }) }}
    {% for regel in pa_underlaget -%}
    union all
    {{ fynd_av_regler([dict(regel, ord=dict(vems, **regel.ord))]) }}
    {% endfor -%}
)

select * from final
