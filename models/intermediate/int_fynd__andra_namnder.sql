-- Money that counts at two nämnder in one year and may be the same: a whole submission that stands
-- at both, and a project's payment, to the krona. Said to both, each at its own row; the figures
-- stand, since two nämnder may have got as much.
{% set minst_samma_projekt = 1000 %}
{% set minst_olika_projekt = 10000 %}
{% set vems = ['kommun_kod', 'namnd_kod', 'ar'] %}

with deltaganden as (
    select
        *,
        round(belopp_sek) as kronor,
        count(*) over (partition by kommun_kod, namnd_kod, ar) as namndens_antal
    from {{ ref('int_deltagande') }}
    where
        redovisad
        and belopp_kalla in ('redovisat', 'bokfort')
        and belopp_sek > 0
        and projekt_kod <> {{ okand('projekt') }}
),

-- What one says that it passed on to the other is told as that.
par as (
    select
        en.kommun_kod,
        en.namnd_kod,
        en.ar,
        en.projekt_kod,
        en.roll,
        en.belopp_sek,
        en.kronor,
        en.namndens_antal,
        annan.namnd_kod as annan_namnd_kod,
        annan.projekt_kod as annat_projekt_kod,
        annan.roll as annan_roll,
        annan.namndens_antal as annans_antal,
        en.projekt_kod = annan.projekt_kod as ar_samma_projekt
    from deltaganden as en
    inner join deltaganden as annan
        on
            en.kommun_kod = annan.kommun_kod
            and en.ar = annan.ar
            and en.kronor = annan.kronor
            and en.namnd_kod <> annan.namnd_kod
    where
        coalesce(en.formedlat_sek, 0) <> annan.belopp_sek
        and coalesce(annan.formedlat_sek, 0) <> en.belopp_sek
),

-- Nearly all that one of the two has, at least two projects.
hela as (
    select
        {{ vems | join(', ') }},
        annan_namnd_kod,
        count(*) as antal,
        cast(sum(belopp_sek) as decimal(18, 2)) as belopp_sek
    from par
    where ar_samma_projekt
    group by {{ vems | join(', ') }}, annan_namnd_kod
    having count(*) >= 2 and count(*) * 10 >= least(min(namndens_antal), min(annans_antal)) * 8
),

underlag as (
    select * from {{ ref('int_inlamning__benamning') }}
    where gallande and slag = 'projekt'
),

hela_underlag as (
    select
        hela.kommun_kod,
        underlag.fil_sha256,
        underlag.blad,
        underlag.rad,
        underlag.vem,
        hela.antal,
        hela.belopp_sek,
        andras.vem as annan_vem,
        {{ sammanfoga('andras.benamning', ' och ', 'andras.ordning, andras.benamning') }} as annan
    from hela
    inner join underlag on {{ samma_kolumner('hela', 'underlag', ['namnd_kod', 'ar']) }}
    inner join underlag as andras
        on
            hela.kommun_kod = andras.kommun_kod
            and hela.annan_namnd_kod = andras.namnd_kod
            and hela.ar = andras.ar
    group by
        hela.kommun_kod, underlag.fil_sha256, underlag.blad, underlag.rad, underlag.vem, hela.antal,
        hela.belopp_sek, andras.vem
),

rader as (
    select
        *,
        row_number() over (
            partition by kommun_kod, projekt_kod, namnd_kod, ar
            order by redovisat_sek desc nulls last, fil_sha256 asc, blad asc, rad asc
        ) as plats
    from {{ ref('int_deltagande__rad') }}
),

-- Under two names only an odd amount; of one project also an even one that an owner has, since the
-- owner has often written what went on to the part.
misstankta as (
    select
        par.*,
        andras.projekt as annat_projekt,
        row_number() over (
            partition by par.kommun_kod, par.projekt_kod, par.namnd_kod, par.ar
            order by par.annan_namnd_kod, andras.projekt
        ) as nr
    from par
    inner join rader as andras
        on
            par.kommun_kod = andras.kommun_kod
            and par.annat_projekt_kod = andras.projekt_kod
            and par.annan_namnd_kod = andras.namnd_kod
            and par.ar = andras.ar
            and andras.plats = 1
    left join hela
        on {{ samma_kolumner('par', 'hela', ['namnd_kod', 'ar', 'annan_namnd_kod']) }}
    where
        not (par.ar_samma_projekt and hela.namnd_kod is not null)
        and case
            when par.ar_samma_projekt
                then
                    par.kronor >= {{ minst_samma_projekt }}
                    and (
                        'agare' in (par.roll, par.annan_roll)
                        or {{ ar_udda_belopp('par.kronor') }}
                    )
            else par.kronor >= {{ minst_olika_projekt }} and {{ ar_udda_belopp('par.kronor') }}
        end
),

hos_andra as (
    select
        kommun_kod,
        projekt_kod,
        namnd_kod,
        ar,
        belopp_sek,
        {{ uppraknade("annan_namnd_kod || ' (' || annat_projekt || ')'", 'nr') }} as annan
    from misstankta
    group by kommun_kod, projekt_kod, namnd_kod, ar, belopp_sek
),

pa_raden as (
    select
        hos_andra.*,
        rader.fil_sha256,
        rader.blad,
        rader.rad,
        rader.projekt
    from hos_andra
    inner join rader
        on
            {{ samma_deltagande('hos_andra', 'rader') }}
            and rader.plats = 1
),

final as (
    {{ fynd_av_regler([
        {
            'id': 'UNDERLAG_HOS_ANNAN_NAMND',
            'av': 'hela_underlag',
            'ord': {
                'vem': 'vem',
                'annan': 'annan',
                'annan_vem': 'annan_vem',
                'antal': 'cast(antal as string)',
                'belopp': belopp_i_ord('belopp_sek'),
            },
        },
        {
            'id': 'BELOPP_HOS_ANNAN_NAMND',
            'av': 'pa_raden',
            'varde': belopp_i_ord('belopp_sek'),
            'ord': {
                'projekt': 'projekt',
                'namnd': 'namnd_kod',
                'ar': 'cast(ar as string)',
                'annan': 'annan',
                'belopp': belopp_i_ord('belopp_sek'),
            },
        },
    ]) }}
)

select * from final
