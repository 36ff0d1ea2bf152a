{% set blad = ['svar', 'samverkan', 'indikator', 'natverk', 'handelse'] %}

with source as (
    {% for namn in blad %}
    select
        fil_sha256,
        namnd_kod,
        ar,
        version
    from {{ source('raw', 'submission_' ~ namn) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select distinct
        fil_sha256,
        namnd_kod,
        ar,
        coalesce(version, 1) as version
    from source
    where
        namnd_kod is not null
        and ar is not null
)

select * from final
