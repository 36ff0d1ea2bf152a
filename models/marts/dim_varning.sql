select
    kommun_kod,
    cast(id as string) as varning,
    cast(ordning as integer) as ordning,
    cast(beskrivning as string) as beskrivning
from {{ ref('varning') }}
