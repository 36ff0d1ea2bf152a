{% set blad = ['svar', 'samverkan', 'indikator', 'natverk', 'handelse'] %}

with source as (
    {% for namn in blad %}
    select
        '{{ namn }}' as bladtyp,
        fil_sha256,
        namnd_kod,
        ar,
        version
    from {{ source('raw', 'submission_' ~ namn) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

clean as (
    select distinct
        bladtyp,
        fil_sha256,
        coalesce(namnd_kod, {{ okand('namnd') }}) as namnd_kod,
        ar,
        coalesce(version, 1) as version
    from source
    where ar is not null
),

-- These sheets have no nämnd column of their own: an unknown nämnd is the file's, and only its.
keys as (
    select
        *,
        case
            when namnd_kod <> {{ okand('namnd') }} then namnd_kod
            else 'fil:' || fil_sha256
        end as inlamning_nyckel
    from clean
),

final as (
    select * from keys
)

select * from final
