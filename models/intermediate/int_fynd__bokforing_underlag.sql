-- What is booked and reported elsewhere, for another year, of no known project or not at all, said
-- to the nämnd that booked it: on its own row, or on its submission when it has none.
{% set namngivet = 'projekt_kod <> ' ~ okand('projekt') %}
{% set regler = [
    {
        'id': 'REDOVISAT_HOS_ANNAN_NAMND',
        'av': 'samma_ar',
        'nar': "sida = 'bokforde'",
        'ord': {
            'projekt': 'projekt',
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
            'projekt': 'projekt',
            'nasta_ar': 'cast(ar + 1 as string)',
            'bokfort': belopp_i_ord('redovisat_sek'),
        },
    },
    {
        'id': 'BOKFORT_EJ_REDOVISAT',
        'av': 'samma_ar',
        'nar': namngivet ~ ' and not redovisad and bokfort_sek <> 0
            and not ar_delat and not ar_sen_aret_fore',
        'ord': {
            'projekt': 'namn_nagot_ar',
            'bokfort': belopp_i_ord('bokfort_sek'),
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
        kommun_kod,
        fil_sha256,
        namnd_kod,
        ar
    from rader
),

projektnamn as (
    select
        kommun_kod,
        projekt_kod,
        ar,
        min(projekt) as projekt
    from rader
    group by kommun_kod, projekt_kod, ar
),

projektens_namn as (
    select
        kommun_kod,
        projekt_kod,
        min(projekt) as projekt
    from rader
    group by kommun_kod, projekt_kod
),

annan as (
    select * from {{ ref('int_deltagande__bokfort_av_annan') }}
),

lagen as (
    select
        kalla.*,
        projektnamn.projekt as projektets_namn,
        projektens_namn.projekt as namn_nagot_ar,
        annan.sida,
        annan.andra_namnder,
        annan.andras_redovisat_sek,
        bool_or(annan.sida is not null) over (
            partition by kalla.kommun_kod, kalla.projekt_kod, kalla.ar
        ) as ar_delat,
        fore.projekt_kod is not null as ar_sen_aret_fore
    from {{ ref('int_deltagande__kalla') }} as kalla
    left join {{ ref('int_deltagande__kalla') }} as fore
        on {{ samma_aret_efter('fore', 'kalla') }} and fore.ar_sen
    left join projektnamn
        on
            kalla.kommun_kod = projektnamn.kommun_kod
            and kalla.projekt_kod = projektnamn.projekt_kod
            and kalla.ar = projektnamn.ar
    left join projektens_namn
        on
            kalla.kommun_kod = projektens_namn.kommun_kod
            and kalla.projekt_kod = projektens_namn.projekt_kod
    left join annan
        on {{ samma_deltagande('kalla', 'annan') }}
),

{% for namn, ar in {'samma_ar': 'lagen.ar', 'aret_efter': 'lagen.ar + 1'}.items() -%}
{{ namn }} as (
    select
        lagen.*,
        filer.fil_sha256,
        rader.blad,
        rader.rad,
        coalesce(rader.projekt, lagen.projektets_namn) as projekt
    from lagen
    inner join filer
        on
            lagen.kommun_kod = filer.kommun_kod
            and lagen.namnd_kod = filer.namnd_kod
            and {{ ar }} = filer.ar
    left join rader
        on
            lagen.kommun_kod = rader.kommun_kod
            and lagen.{{ namngivet }}
            and lagen.projekt_kod = rader.projekt_kod
            and lagen.namnd_kod = rader.namnd_kod
            and {{ ar }} = rader.ar
            and filer.fil_sha256 = rader.fil_sha256
),

{% endfor -%}
final as (
    {% for regel in regler -%}
    {{ fynd_av_regler([dict(regel, ord=dict(vems, **regel.ord))]) }}
    {{ 'union all' if not loop.last }}
    {% endfor -%}
)

select * from final
