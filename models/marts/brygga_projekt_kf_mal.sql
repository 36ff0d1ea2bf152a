with keys as (
    select
        andel.*,
        {{ nyckel(['andel.malperiod', 'andel.nummer']) }} as kf_mal_key,
        projekt.projekt_key,
        namnd.namnd_key,
        grad.mal_anpassat or grad.andel_anpassad as anpassat
    from {{ ref('int_projekt__kf_mal_andel') }} as andel
    inner join {{ ref('int_grad__deltagande') }} as grad
        on {{ samma_deltagande('andel', 'grad') }}
    {{ arets_projekt('andel') }}
    {{ arets_namnd('andel') }}
),

final as (
    select
        projekt_key,
        namnd_key,
        kf_mal_key,
        cast(ar as integer) as ar,
        cast(projekt_kod as string) as projekt_kod,
        cast(namnd_kod as string) as namnd_kod,
        cast(nummer as integer) as nummer,
        cast(andel as decimal(18, 12)) as andel,
        anpassat
    from keys
)

select * from final
