-- Postings of one ledger export that together are one posting of another, on one account, project
-- and month: perhaps vouchers, and the month's collective voucher of them. All of them count.
{% set postens = ['fil_sha256', 'blad', 'konto', 'kod', 'manad'] %}
{# Less is nobody's month. #}
{% set minst = 1000 %}

with poster as (
    select
        rad.kommun_kod,
        rad.fil_sha256,
        rad.blad,
        rad.konto,
        coalesce({{ kodnyckel('rad.projektkod_text') }}, '') as kod,
        substr(cast(rad.datum as string), 1, 7) as manad,
        rad.belopp * rad.tecken as post_sek
    from {{ ref('int_ledger__kontorad') }} as rad
    inner join {{ ref('int_ledger__gallande_verifikat') }} as gallande
        on {{ samma_verifikat('rad', 'gallande') }}
    where rad.ar_eu_bidrag and rad.belopp <> 0 and rad.datum is not null
),

-- A posting without a code may be of all projects.
med_alla as (
    select * from poster
    union all
    select
        kommun_kod,
        fil_sha256,
        blad,
        konto,
        '' as kod,
        manad,
        post_sek
    from poster
    where kod <> ''
),

summor as (
    select
        kommun_kod,
        {{ postens | join(', ') }},
        count(*) as antal,
        sum(post_sek) as belopp_sek
    from med_alla
    group by kommun_kod, {{ postens | join(', ') }}
    having count(*) > 1 and max(abs(post_sek)) < abs(sum(post_sek))
),

-- One that is booked twice, or taken back, is no posting of its own.
ensamma as (
    select
        kommun_kod,
        {{ postens | join(', ') }},
        sum(post_sek) as belopp_sek
    from poster
    where abs(post_sek) >= {{ minst }}
    group by kommun_kod, {{ postens | join(', ') }}, abs(post_sek)
    having count(*) = 1
),

par as (
    select
        summor.*,
        ensamma.fil_sha256 as annan_fil_sha256,
        ensamma.blad as annat_blad,
        ena.benamning as fil,
        annan.benamning as annan_fil,
        row_number() over (
            partition by
                summor.kommun_kod, summor.fil_sha256, summor.blad,
                ensamma.fil_sha256, ensamma.blad
            order by abs(summor.belopp_sek) desc, summor.manad asc, summor.konto asc, summor.kod asc
        ) as plats
    from summor
    inner join ensamma
        on {{ samma_kolumner('summor', 'ensamma', ['konto', 'kod', 'manad', 'belopp_sek']) }}
    inner join {{ ref('int_ledger__export') }} as ena
        on {{ samma_blad('summor', 'ena') }}
    inner join {{ ref('int_ledger__export') }} as annan
        on {{ samma_blad('ensamma', 'annan') }}
    where
        (summor.fil_sha256 <> ensamma.fil_sha256 or summor.blad <> ensamma.blad)
        and {{ kanske_samma_foretag('ena', 'annan') }}
),

-- Even amounts come to each other by chance, but seldom twice.
sagda as (
    select
        kommun_kod,
        fil_sha256,
        blad,
        annan_fil_sha256,
        annat_blad,
        fil,
        annan_fil,
        sum(belopp_sek) as summa_sek,
        {{ exempel(
            "manad || ' konto ' || konto || case when kod <> '' then ' projekt ' || kod else '' end"
            ~ " || ' (' || cast(antal as string) || ' poster, ' || "
            ~ belopp_i_ord('belopp_sek') ~ " || ')'"
        ) }} as exempel
    from par
    group by kommun_kod, fil_sha256, blad, annan_fil_sha256, annat_blad, fil, annan_fil
    having
        count(
            case
                when
                    belopp_sek <> round(belopp_sek)
                    or {{ ar_udda_belopp('round(belopp_sek)') }}
                    then 1
            end
        ) > 0
        or count(distinct belopp_sek) > 1
),

{% set ord = {'exempel': 'exempel', 'belopp': belopp_i_ord('summa_sek')} %}
final as (
    {{ fynd_av_regler([
        {
            'id': 'LEDGER_KANSKE_SAMLAT',
            'av': 'sagda',
            'blad': "nullif(blad, '')",
            'rad': 'cast(null as bigint)',
            'ord': dict(ord, manga="'här'", en="'i ' || annan_fil"),
        },
        {
            'id': 'LEDGER_KANSKE_SAMLAT',
            'av': 'sagda',
            'fil': 'annan_fil_sha256',
            'blad': "nullif(annat_blad, '')",
            'rad': 'cast(null as bigint)',
            'ord': dict(ord, manga="'i ' || fil", en="'här'"),
        },
    ]) }}
)

select * from final
