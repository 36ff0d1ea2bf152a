select
    cast(id as string) as grad,
    cast(ordning as integer) as ordning,
    cast(namn as string) as namn,
    cast(beskrivning as string) as beskrivning
from {{ ref('grad') }}
