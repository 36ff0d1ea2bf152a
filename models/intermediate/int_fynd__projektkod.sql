-- Project codes of the ledger to look at: two sources give a code different projects, said to all
-- of them; nobody knows a code that looks like known ones; the economy system calls it another
-- project.
with bokforda as (
    select * from {{ ref('int_ledger__bokford_kod') }}
),

-- --- two sources, two projects ---

svar as (
    select
        *,
        {{ kodnyckel('projektkod') }} as kod
    from {{ ref('int_ledger__kodsvar') }}
    -- What is written of other years matters only where nothing nearer is.
    where avstand <= 3 or minsta_avstand = 4
),

oeniga as (
    select
        kommun_kod,
        kod,
        ar
    from svar
    group by kommun_kod, kod, ar
    having count(distinct projekt_kod) > 1
),

-- Each source once, whichever nämnd's rows asked for it.
kallor as (
    select distinct
        svar.kommun_kod,
        svar.kod,
        svar.ar,
        svar.projekt,
        svar.fil_sha256,
        svar.blad,
        svar.rad,
        case
            when svar.fil_sha256 is null then 'projektkod.csv'
            else svar.svar_namnd_kod || ' ' || cast(svar.svar_ar as string)
        end as kalla
    from svar
    inner join oeniga
        on svar.kommun_kod = oeniga.kommun_kod and svar.kod = oeniga.kod and svar.ar = oeniga.ar
),

namngivna as (
    select
        kommun_kod,
        kod,
        ar,
        {{ sammanfoga("projekt || ' (' || kalla || ')'", ' och ', 'kalla, projekt') }} as forslag
    from (
        select distinct
            kommun_kod,
            kod,
            ar,
            projekt,
            kalla
        from kallor
    ) as olika
    group by kommun_kod, kod, ar
),

utfall as (
    select
        kommun_kod,
        kod,
        ar,
        sum(belopp_sek) as belopp_sek,
        {{ sammanfoga(belopp_i_ord('belopp_sek') ~ " || ' på ' || projekt", ', ', 'projekt') }}
            as fordelning
    from (
        select
            kommun_kod,
            kod,
            ar,
            coalesce(projekt, 'Okänt projekt') as projekt,
            sum(belopp_sek) as belopp_sek
        from bokforda
        group by kommun_kod, kod, ar, coalesce(projekt, 'Okänt projekt')
    ) as per_projekt
    group by kommun_kod, kod, ar
),

berorda as (
    select distinct
        kommun_kod,
        kod,
        ar,
        fil_sha256,
        nullif(blad, '') as blad,
        rad
    from kallor
    where fil_sha256 is not null
    union all
    select distinct
        kommun_kod,
        kod,
        ar,
        fil_sha256,
        cast(null as string) as blad,
        cast(null as bigint) as rad
    from bokforda
),

om_oeniga as (
    select
        berorda.*,
        namngivna.forslag,
        utfall.fordelning,
        utfall.belopp_sek
    from berorda
    inner join namngivna
        on {{ samma_kolumner('berorda', 'namngivna', ['kod', 'ar']) }}
    inner join utfall
        on {{ samma_kolumner('berorda', 'utfall', ['kod', 'ar']) }}
),

-- --- codes that nobody knows ---

om_okanda as (
    select
        bokforda.kommun_kod,
        bokforda.fil_sha256,
        min(bokforda.projektkod) as projektkod,
        bokforda.ar,
        min(forslag.forslag) as forslag,
        sum(bokforda.belopp_sek) as belopp_sek
    from bokforda
    inner join {{ ref('int_ledger__kodforslag') }} as forslag
        on {{ samma_kolumner('bokforda', 'forslag', ['kod', 'ar']) }}
    where bokforda.ar_okand
    group by bokforda.kommun_kod, bokforda.fil_sha256, bokforda.kod, bokforda.ar
),

-- --- the economy system's own name for a code, where it is another project's ---

om_namn as (
    select distinct
        bokforda.kommun_kod,
        bokforda.fil_sha256,
        bokforda.projektkod,
        bokforda.ar,
        bokforda.kodens_namn,
        bokforda.projekt,
        sum(bokforda.belopp_sek) over (
            partition by
                bokforda.kommun_kod, bokforda.fil_sha256, bokforda.projektkod, bokforda.ar,
                bokforda.projekt_kod
        ) as belopp_sek
    from (
        select
            *,
            {{ normaliserat_namn('kodens_namn') }} as kodens_namn_nyckel
        from bokforda
    ) as bokforda
    inner join {{ ref('int_projekt__identitet') }} as identitet
        on
            bokforda.kommun_kod = identitet.kommun_kod
            and bokforda.kodens_namn_nyckel = identitet.namn_nyckel
    where identitet.projekt_kod <> bokforda.projekt_kod and bokforda.projekt is not null
),

{% set pa_filen = {'blad': 'cast(null as string)', 'rad': 'cast(null as bigint)'} %}
{% set ord = {'ar': 'cast(ar as string)', 'belopp': belopp_i_ord('belopp_sek')} %}
final as (
    {{ fynd_av_regler([
        {
            'id': 'PROJEKTKOD_OENIG',
            'av': 'om_oeniga',
            'varde': 'kod',
            'ord': dict(ord, kod='kod', forslag='forslag', fordelning='fordelning'),
        },
        dict(
            pa_filen,
            id='PROJEKTKOD_LIKNAR',
            av='om_okanda',
            varde='projektkod',
            ord=dict(ord, kod='projektkod', forslag='forslag')
        ),
        dict(
            pa_filen,
            id='PROJEKTKOD_NAMN',
            av='om_namn',
            varde='projektkod',
            ord=dict(ord, kod='projektkod', forslag='kodens_namn', fordelning='projekt')
        ),
    ]) }}
)

select * from final
