-- One row per source row behind a published amount or participation.
select
    kallrad_id,
    fil,
    fil_sha256,
    blad,
    cast(rad as bigint) as rad,
    inlast_tid
from {{ ref('int_harkomst__kallrad') }}
