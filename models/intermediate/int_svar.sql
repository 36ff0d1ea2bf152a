-- Answers, one per nämnd, year and question. A question whose number is not known is told by its
-- words; an answer that stands on several rows is put together in their order.
with rader as (
    {{ gallande_rader(ref('stg_submission__svar'), 'svar') }}
),

keys as (
    select
        *,
        {{ fraga_nyckel('fraga_nr', 'fraga') }} as fraga_nyckel
    from rader
    where svar is not null
),

ordnade as (
    select
        *,
        row_number() over (
            partition by kommun_kod, namnd_kod, ar, fraga_nyckel
            order by fil_sha256, blad, rad, kallrad_id
        ) as plats,
        row_number() over (
            partition by kommun_kod, namnd_kod, ar, fraga_nyckel, svar
            order by fil_sha256, blad, rad, kallrad_id
        ) as gang
    from keys
),

samlade as (
    select
        kommun_kod,
        namnd_kod,
        ar,
        fraga_nyckel,
        max(fraga_nr) as fraga_nr,
        min_by(fraga, plats) filter (where fraga is not null) as fraga_text,
        {{ samlad_text('svar', 'gang') }} as svar,
        min_by(kallrad_id, plats) as kallrad_id
    from ordnade
    group by kommun_kod, namnd_kod, ar, fraga_nyckel
),

-- The year's question as it was put to all, so that answers to it stand under the same words.
final as (
    select
        samlade.kommun_kod,
        samlade.namnd_kod,
        samlade.ar,
        samlade.fraga_nyckel,
        samlade.fraga_nr,
        coalesce(fraga.fraga, samlade.fraga_text) as fraga,
        fraga.tema,
        samlade.svar,
        samlade.kallrad_id
    from samlade
    left join {{ ref('fraga') }} as fraga
        on
            samlade.kommun_kod = fraga.kommun_kod
            and samlade.ar = fraga.ar
            and samlade.fraga_nr = fraga.fraga_nr
)

select * from final
