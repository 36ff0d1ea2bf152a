"""kvalitet.projektpar: projects that may be one and the same, for a person to decide.

Belongs here: finding and scoring likely pairs. Nothing is merged here: a pair that is one project
gets a line in seeds/projekt_alias.csv, one that is not gets a line in seeds/projekt_skilda.csv.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import duckdb
import pyarrow as pa
from rapidfuzz import fuzz

from fondbok import seeds

SUGGEST_FROM = 80  # likeness in percent below which two names are just two names
SHARED_TRIGRAMS = 40  # percent of the shorter name's letter triples that two names must share
UNDECIDED = "obeslutat"
DIFFERENT = "skilda"

# A name that the source does not state ("projekt" among the fitted fields) is no name to compare.
_NAMES = """
select distinct projekt
from mart.dim_projekt
where
    projekt_kod <> 'OKANT'
    and projekt_kod not in (
        select projekt_kod from mart.fct_deltagande
        where list_contains(string_split(coalesce(anpassade_falt, ''), ';'), 'projekt')
    )
order by projekt
"""
_CANDIDATES = """
with trigrams as (
    select distinct projekt, unnest(list_transform(
        range(1, greatest(length(namn) - 1, 2)), lambda i: substring(namn, i, 3)
    )) as trigram
    from names
),

sizes as (
    select projekt, count(*) as antal
    from trigrams
    group by projekt
)

select a.projekt, b.projekt
from trigrams as a
inner join trigrams as b on a.trigram = b.trigram and a.projekt < b.projekt
inner join sizes as sa on a.projekt = sa.projekt
inner join sizes as sb on b.projekt = sb.projekt
group by a.projekt, b.projekt, sa.antal, sb.antal
having 100 * count(*) >= ? * least(sa.antal, sb.antal)
order by a.projekt, b.projekt
"""
_COLUMNS = {
    "projekt_a": ("varchar", "Det ena projektets namn (först i bokstavsordning)."),
    "projekt_b": ("varchar", "Det andra projektets namn."),
    "likhet": ("decimal(5, 2)", "Hur lika namnen är, 0 till 100."),
    "beslut": (
        "varchar",
        "obeslutat, eller skilda när någon har avgjort att projekten inte är samma.",
    ),
}
DESCRIPTION = (
    "kvalitet.projektpar",
    "Projekt vars namn liknar varandra. En människa avgör om de är samma: en rad läggs i"
    " seeds/projekt_alias.csv eller seeds/projekt_skilda.csv.",
    [(name, type_, text) for name, (type_, text) in _COLUMNS.items()],
)


def write(con: duckdb.DuckDBPyConnection) -> int:
    """Replace kvalitet.projektpar with the likely pairs among mart.dim_projekt's projects.

    Returns:
        How many pairs wait for a decision.
    """
    rows = pairs(con)
    con.execute("create schema if not exists kvalitet")
    columns = ", ".join(f"{name} {type_} not null" for name, (type_, _) in _COLUMNS.items())
    con.execute(
        f"create or replace table kvalitet.projektpar ({columns},"
        " primary key (projekt_a, projekt_b))"
    )
    if rows:
        con.executemany("insert into kvalitet.projektpar values (?, ?, ?, ?)", rows)
    con.execute(f"comment on table kvalitet.projektpar is '{DESCRIPTION[1]}'")
    for column, (_, text) in _COLUMNS.items():
        con.execute(f"comment on column kvalitet.projektpar.{column} is '{text}'")
    return sum(row[3] == UNDECIDED for row in rows)


def pairs(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, Decimal, str]]:
    """(projekt_a, projekt_b, likhet, beslut) of every likely pair, in alphabetical order."""
    names = [name for (name,) in con.execute(_NAMES).fetchall()]
    folded = pa.table({"projekt": names, "namn": [fold(name) for name in names]})
    con.register("names", folded)
    candidates = con.execute(_CANDIDATES, [SHARED_TRIGRAMS]).fetchall()
    con.unregister("names")
    decided = _decided()
    scored = [(a, b, likeness(a, b), _decision(a, b, decided)) for a, b in candidates]
    return [row for row in scored if row[2] >= SUGGEST_FROM]


def likeness(a: str, b: str) -> Decimal:
    """How alike two project names are, 0 to 100 with two decimals."""
    score = max(fuzz.ratio(fold(a), fold(b)), fuzz.token_set_ratio(words(a), words(b)))
    return Decimal(str(score)).quantize(Decimal("0.01"))


def words(name: str) -> str:
    """A name in small letters, words apart by single blanks, signs gone."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.findall(r"[^\W_]+", text))


def fold(name: str) -> str:
    """A name as its letters and digits only: 'Power-Bio' and 'PowerBio' are the same."""
    return words(name).replace(" ", "")


def _decided() -> set[frozenset[str]]:
    return {
        frozenset((fold(row["projekt_a"]), fold(row["projekt_b"])))
        for row in seeds.load("projekt_skilda")
    }


def _decision(a: str, b: str, decided: set[frozenset[str]]) -> str:
    return DIFFERENT if frozenset((fold(a), fold(b))) in decided else UNDECIDED
