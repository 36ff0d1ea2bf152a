-- What the two sides of each known contradiction are, told by the attributes of published figures
-- and never by their amounts. A side of several rows is their sum.
--   kalla          siffra: a printed figure; summa: the sum of a printed division
--   ar_efter       how many years after the figure's year it was printed
--   varde_kod      part of the division; empty where there is none
with

definitioner (
    id, sida, kalla, matt, dimension, varde_kod, omfattning, bas, ar_efter, beskrivning
) as (

    values
    (
        'C1', 'vanster', 'summa', 'utbetalt_sek', 'namnd', '', 'staden', 'agare_och_part', 0,
        'Utbetalt, publicerat per nämnd, summerat'
    ),
    (
        'C1', 'hoger', 'summa', 'utbetalt_sek', 'fondgrupp', '', 'staden', 'agare_och_part', 0,
        'Utbetalt, publicerat per program, summerat'
    ),
    (
        'C2', 'vanster', 'siffra', 'utbetalt_sek', 'fondgrupp', 'ESF', 'staden',
        'agare_och_part', 0, 'Utbetalt från ESF, publicerat'
    ),
    (
        'C2', 'hoger', 'siffra', 'utbetalt_sek', 'fondgrupp', 'Horisont', 'staden',
        'agare_och_part', 0, 'Utbetalt från Horisont, publicerat'
    ),
    (
        'C3', 'vanster', 'summa', 'antal_projekt', 'namnd', '', 'staden', '', 0,
        'Antal projekt, publicerat per nämnd, summerat'
    ),
    (
        'C3', 'hoger', 'siffra', 'antal_projekt', 'staden', '', 'staden', '', 0,
        'Antal projekt i staden, publicerat'
    ),
    (
        'C4', 'vanster', 'summa', 'antal_projekt', 'kf_mal', '', 'staden', '', 0,
        'Antal projekt, publicerat per KF-mål, summerat'
    ),
    (
        'C4', 'hoger', 'siffra', 'antal_projekt', 'staden', '', 'staden', '', 0,
        'Antal projekt i staden, publicerat'
    ),
    (
        'C5', 'vanster', 'siffra', 'utbetalt_sek', 'fondgrupp', 'Övriga', 'staden',
        'agare_och_part', 0, 'Utbetalt från övriga program, publicerat'
    ),
    (
        'C5', 'hoger', 'siffra', 'utbetalt_sek', 'fondgrupp', 'Interreg', 'staden',
        'agare_och_part', 0, 'Utbetalt från Interreg, publicerat'
    ),
    (
        'C6', 'vanster', 'summa', 'utbetalt_sek', 'namnd', '', 'staden', 'agare_och_part', 0,
        'Utbetalt, publicerat per förvaltning, summerat'
    ),
    (
        'C6', 'hoger', 'summa', 'utbetalt_sek', 'kf_mal', '', 'staden', 'agare_och_part', 0,
        'Utbetalt, publicerat per KF-mål, summerat'
    ),
    (
        'C7', 'vanster', 'siffra', 'utbetalt_sek', 'roll', 'agare', 'staden', 'agare', 0,
        'Utbetalt till projekt som staden äger, publicerat i årets redovisning'
    ),
    (
        'C7', 'hoger', 'siffra', 'utbetalt_sek', 'staden', '', 'staden', 'agare_och_part', 1,
        'Utbetalt till ägda projekt och till projekt där staden är part, publicerat året efter'
    ),
    (
        'C8', 'vanster', 'siffra', 'utbetalt_sek', 'namnd', 'ASN', 'ASN', 'agare_och_part', 0,
        'Utbetalt enligt nämndens egen redovisning (ägare och part)'
    ),
    (
        'C8', 'hoger', 'siffra', 'utbetalt_sek', 'namnd', 'ASN', 'staden', 'agare', 0,
        'Utbetalt till samma nämnd enligt stadens redovisning (bara ägare, avkortat)'
    ),
    (
        'C9', 'vanster', 'summa', 'antal_projekt', 'namnd', '', 'staden', '', 0,
        'Antal projekt, publicerat per förvaltning, summerat'
    ),
    (
        'C9', 'hoger', 'siffra', 'antal_projekt', 'staden', '', 'staden', '', 0,
        'Antal projekt i staden, publicerat'
    ),
    (
        'C10', 'vanster', 'summa', 'utbetalt_sek', 'namnd', '', 'staden', 'agare', 0,
        'Utbetalt till ägda projekt, publicerat per förvaltning, summerat'
    ),
    (
        'C10', 'hoger', 'summa', 'utbetalt_sek', 'kf_mal', '', 'staden', 'agare', 0,
        'Utbetalt till ägda projekt, publicerat per KF-mål, summerat'
    ),
    (
        'C11', 'vanster', 'siffra', 'utbetalt_sek', 'kf_mal', '1', 'ASN', 'agare_och_part', 0,
        'Utbetalt till mål 1 enligt nämndens egen redovisning (ägare och part)'
    ),
    (
        'C11', 'hoger', 'siffra', 'utbetalt_sek', 'kf_mal', '1', 'staden', 'agare', 0,
        'Utbetalt till mål 1 i hela staden (bara ägare)'
    ),
    (
        'C12', 'vanster', 'siffra', 'antal_projekt_utbetalt', 'namnd', 'ASN', 'ASN', '', 0,
        'Antal projekt som fått EU-medel, publicerat'
    ),
    (
        'C12', 'hoger', 'siffra', 'antal_agare', 'roll', 'agare', 'ASN', '', 0,
        'Antal projekt som ägare och som part, publicerat, summerat'
    ),
    (
        'C12', 'hoger', 'siffra', 'antal_part', 'roll', 'part', 'ASN', '', 0,
        'Antal projekt som ägare och som part, publicerat, summerat'
    )

)

select
    cast(id as string) as id,
    cast(sida as string) as sida,
    cast(kalla as string) as kalla,
    cast(matt as string) as matt,
    cast(dimension as string) as dimension,
    cast(varde_kod as string) as varde_kod,
    cast(omfattning as string) as omfattning,
    cast(bas as string) as bas,
    cast(ar_efter as integer) as ar_efter,
    cast(beskrivning as string) as beskrivning
from definitioner
-- A city with none of them written down has none.
where id in (select beskrivna.id from {{ ref('int_motsagelse__beskrivning') }} as beskrivna)
