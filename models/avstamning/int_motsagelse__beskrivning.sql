-- The known contradictions, from the seed a person keeps.
select
    cast(id as string) as id,
    cast(ar as integer) as ar,
    cast(beskrivning as string) as beskrivning,
    cast(dokument as string) as dokument
from {{ ref('motsagelse') }}
