"""kvalitet.projektpar: projects that may be one and the same, for a person to decide.

Belongs here: finding and scoring likely pairs. Nothing is merged here: a pair that is one project
gets a line in seeds/projekt_alias.csv, one that is not gets a line in seeds/projekt_skilda.csv.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pyarrow as pa
from rapidfuzz import fuzz

from fondbok import seeds

SUGGEST_FROM = 80  # likeness in percent below which two names are just two names
SHARED_TRIGRAMS = 40  # percent of the shorter name's letter triples that two names must share
SAME_FUND = 4  # points that a common fund adds, and a different one takes away
SAME_YEARS = 4  # the same for the years a project runs
SHORTEST_ACRONYM = 4
LONGEST_ACRONYM = 12
ACRONYM_FROM = 85  # percent of letters an acronym and the first letters must share
UNDECIDED = "obeslutat"
DIFFERENT = "skilda"

# A name that the source does not state ("projekt" among the fitted fields) is no name to compare.
_PROJECTS = """
select
    p.projekt,
    list(distinct m.fond_kod order by m.fond_kod) filter (m.fond_kod <> 'OKAND') as fonder,
    min(year(p.start)) as start_ar,
    max(year(p.slut)) as slut_ar
from mart.dim_projekt as p
left join mart.fct_eu_medel as m on p.projekt_kod = m.projekt_kod
where
    p.projekt_kod <> 'OKANT'
    and p.projekt_kod not in (
        select projekt_kod from mart.fct_deltagande
        where list_contains(string_split(coalesce(anpassade_falt, ''), ';'), 'projekt')
    )
group by p.projekt
order by p.projekt
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


@dataclass(frozen=True)
class Project:
    """What two projects are compared by.

    Attributes:
        projekt: the name as it is shown.
        fonder: codes of the funds it has money from; empty when unknown.
        ar: first and last year; None when unknown.
    """

    projekt: str
    fonder: frozenset[str] = frozenset()
    ar: tuple[int, int] | None = None


def pairs(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, Decimal, str]]:
    """(projekt_a, projekt_b, likhet, beslut) of every likely pair, in alphabetical order."""
    projects = {
        name: Project(name, frozenset(funds or ()), (start, end) if start and end else None)
        for name, funds, start, end in con.execute(_PROJECTS).fetchall()
    }
    decided = _decided()
    scored = (
        (a, b, likeness(projects[a], projects[b]), _decision(a, b, decided))
        for a, b in candidates(con, list(projects))
    )
    return [row for row in scored if row[2] >= SUGGEST_FROM]


def candidates(con: duckdb.DuckDBPyConnection, names: list[str]) -> list[tuple[str, str]]:
    """Pairs worth scoring: names that share letter triples, and acronyms with what they stand for.

    Set-based, because scoring every pair of thousands of names would take hours.
    """
    folded = pa.table({"projekt": names, "namn": [fold(name) for name in names]})
    con.register("names", folded)
    found = set(con.execute(_CANDIDATES, [SHARED_TRIGRAMS]).fetchall())
    con.unregister("names")
    short_names = [name for name in names if len(fold(name)) <= LONGEST_ACRONYM]
    for name in filter(acronym, names):
        found |= {
            (min(name, short), max(name, short))
            for short in short_names
            if short != name and _stands_for(short, name)
        }
    return sorted(found)


def likeness(a: Project, b: Project) -> Decimal:
    """How alike two projects are, 0 to 100 with two decimals.

    The names decide; a fund or years in common, or known to differ, move the answer a little.
    """
    score = _names(a.projekt, b.projekt)
    score += _nudge(a.fonder, b.fonder, SAME_FUND)
    if a.ar is not None and b.ar is not None:
        overlap = a.ar[0] <= b.ar[1] and b.ar[0] <= a.ar[1]
        score += SAME_YEARS if overlap else -SAME_YEARS
    return Decimal(str(min(100, max(0, score)))).quantize(Decimal("0.01"))


def _nudge(a: frozenset[str], b: frozenset[str], points: int) -> int:
    if not a or not b:
        return 0
    return points if a & b else -points


def _names(a: str, b: str) -> float:
    """A percentage from the library's own measures; it ranks names and never touches money."""
    if _stands_for(a, b) or _stands_for(b, a):
        return 95.0
    return max(
        fuzz.ratio(fold(a), fold(b)),
        fuzz.token_sort_ratio(words(a), words(b)),
        min(95.0, fuzz.token_set_ratio(words(a), words(b))),
    )


def _stands_for(short: str, long: str) -> bool:
    """Whether one name is made of the other's first letters, give or take one."""
    initials = acronym(long)
    return bool(initials) and fuzz.ratio(fold(short), initials) >= ACRONYM_FROM


def words(name: str) -> str:
    """A name in small letters, words apart by single blanks: 'NetZero-Cities' is three."""
    text = unicodedata.normalize("NFKC", name)
    apart = re.sub(r"(?<=[^\W\d_A-ZÅÄÖ])(?=[A-ZÅÄÖ])", " ", text)
    return " ".join(re.findall(r"[^\W_]+", apart.casefold()))


def fold(name: str) -> str:
    """A name as its letters and digits only: 'Power-Bio' and 'PowerBio' are the same."""
    return words(name).replace(" ", "")


def acronym(name: str) -> str:
    """The first letters of a name's words, or '' when there are too few to stand for it."""
    letters = [word[0] for word in re.findall(r"[^\W_]+", name) if not word[0].islower()]
    return "".join(letters).casefold() if len(letters) >= SHORTEST_ACRONYM else ""


def _decided() -> set[frozenset[str]]:
    return {
        frozenset((fold(row["projekt_a"]), fold(row["projekt_b"])))
        for row in seeds.load("projekt_skilda")
    }


def _decision(a: str, b: str, decided: set[frozenset[str]]) -> str:
    return DIFFERENT if frozenset((fold(a), fold(b))) in decided else UNDECIDED
