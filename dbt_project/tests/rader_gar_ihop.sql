-- Every row of every file is accounted for.
select
    kommun_kod,
    fil,
    rader_lasta,
    rader_laddade,
    rader_avvisade,
    rader_totaler,
    rader_dubbletter,
    rader_ersatta
from {{ ref('fil') }}
where
    rader_lasta <> rader_laddade + rader_avvisade + rader_totaler + rader_dubbletter + rader_ersatta
