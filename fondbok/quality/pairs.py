"""kvalitet.projektpar: projects that may be one and the same, for a person to decide.

Belongs here: finding and scoring likely pairs. Nothing is merged here: a pair that is one project
gets a line in referens/projekt_alias.csv, one that is not in referens/projekt_skilda.csv.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations

import duckdb
import pyarrow as pa
from rapidfuzz import fuzz

from fondbok import seeds
from fondbok.warehouse.written import WrittenTable

SUGGEST_FROM = 80  # likeness in percent below which two names are just two names
SHARED_TRIGRAMS = 40  # percent of the shorter name's letter triples that two names must share
SAME_FUND = 4  # points that a common fund adds, and a different one takes away
SAME_YEARS = 4  # the same for the years a project runs
SHORTEST_ACRONYM = 4
LONGEST_ACRONYM = 12
ACRONYM_FROM = 85  # percent of letters an acronym and the first letters must share
MOST = 3  # suggestions a project: the likeliest; a decided pair takes no place
# How far a name is compared: pairs of names a name for the rarest triples, the nearest of those
# pairs, and its neighbours in each order. With more of it nothing more is found in labelled names.
ROOM, NEAREST, NEIGHBOURS = 250, 12, 3
SAME_RESTS = 50  # short names looked at for one rest of an acronym
SMALL_ROOM = 2_000_000  # pairs that are never too many
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
left join mart.fct_eu_medel as m on p.projekt_kod_alla_versioner = m.projekt_kod
where
    p.projekt_kod_alla_versioner <> 'OKANT'
    and p.projekt_kod_alla_versioner not in (
        select projekt_kod from kvalitet.anpassad_uppgift
        where list_contains(string_split(coalesce(deltagandets_falt, ''), ';'), 'projekt')
    )
group by p.projekt
order by p.projekt
"""
# Letter triples that many names share tell little and pair all with all: the rarest count, as long
# as there is room. Names beside one another in the alphabet, read forwards, backwards or with their
# words in order, are looked at as well: they may have common triples only. Every name keeps the
# nearest few, so that the work grows as the number of names.
_CANDIDATES = """
with triples as (
    select distinct nr, unnest(list_transform(
        range(1, greatest(length(namn) - 1, 2)), lambda i: substring(namn, i, 3)
    )) as trigram
    from names
),

common as (
    select
        trigram,
        row_number() over (order by trigram)::integer as tal,
        sum(count(*) * (count(*) - 1) // 2) over (
            order by count(*), trigram rows unbounded preceding
        ) as pairs
    from triples
    group by trigram
),

numbered as materialized (
    select nr, tal, pairs from triples inner join common using (trigram)
),

lists as materialized (
    select nr, list(tal) as tal, count(*)::integer as antal from numbered group by nr
),

rare as materialized (select nr, tal from numbered where pairs <= $room),

shared as (
    select a.nr as own, b.nr as other, count(*)::integer as antal
    from rare as a
    inner join rare as b on a.tal = b.tal and a.nr <> b.nr
    group by a.nr, b.nr
),

nearest as (
    select own, unnest(list_transform(
        max(row(1000 * shared.antal // lists.antal, shared.antal, -other), $few),
        lambda found: -found[3]
    )) as other
    from shared
    inner join (select nr, antal from lists) as lists on other = lists.nr
    group by own
),

beside as (
    select nr, lead(nr, step) over (partition by step, kind order by word, nr) as other
    from (
        select nr, unnest([namn, reverse(namn), ord]) as word, unnest([1, 2, 3]) as kind from names
    )
    cross join (select unnest(range(1, $near + 1)) as step)
),

candidates as (
    select least(own, other) as a, greatest(own, other) as b from nearest
    union
    select least(nr, other), greatest(nr, other) from beside where other is not null
)

select a, b
from candidates
inner join lists as la on a = la.nr
inner join lists as lb on b = lb.nr
where 100 * len(list_intersect(la.tal, lb.tal)) >= $percent * least(la.antal, lb.antal)
"""
WRITTEN = WrittenTable(
    "kvalitet",
    "projektpar",
    "Projekt vars namn liknar varandra. En människa avgör om de är samma: en rad läggs i"
    " referens/projekt_alias.csv eller referens/projekt_skilda.csv.",
    {
        "projekt_a": ("varchar not null", "Det ena projektets namn (först i bokstavsordning)."),
        "projekt_b": ("varchar not null", "Det andra projektets namn."),
        "likhet": ("decimal(5, 2) not null", "Hur lika namnen är, 0 till 100."),
        "beslut": (
            "varchar not null",
            "obeslutat, eller skilda när någon har avgjort att projekten inte är samma.",
        ),
    },
    key=("projekt_a", "projekt_b"),
    is_open=False,
)


def write(con: duckdb.DuckDBPyConnection) -> int:
    """Replace kvalitet.projektpar with the likely pairs among mart.dim_projekt's projects.

    Returns:
        How many pairs wait for a decision.
    """
    rows = pairs(con)
    WRITTEN.create(con)
    types = (pa.string(), pa.string(), pa.decimal128(5, 2), pa.string())
    arrays = [pa.array([row[place] for row in rows], type_) for place, type_ in enumerate(types)]
    con.register("found_pairs", pa.table(arrays, names=list(WRITTEN.columns)))
    con.execute("insert into kvalitet.projektpar by name from found_pairs")
    con.unregister("found_pairs")
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

    @cached_property
    def words(self) -> str:
        """The name as `words` has it."""
        return words(self.projekt)

    @cached_property
    def fold(self) -> str:
        """The name as `fold` has it."""
        return self.words.replace(" ", "")

    @cached_property
    def acronym(self) -> str:
        """The name as `acronym` has it."""
        return acronym(self.projekt)


Pair = tuple[str, str, Decimal, str]


def pairs(con: duckdb.DuckDBPyConnection) -> list[Pair]:
    """(projekt_a, projekt_b, likhet, beslut) of the likely pairs, in alphabetical order.

    Of the undecided ones each project keeps the likeliest few.
    """
    projects = {
        name: Project(name, frozenset(funds or ()), (start, end) if start and end else None)
        for name, funds, start, end in con.execute(_PROJECTS).fetchall()
    }
    decided = _decided()
    scored = [
        (a, b, likeness(projects[a], projects[b]), _decision(projects[a], projects[b], decided))
        for a, b in candidates(con, list(projects))
    ]
    return sorted(_likeliest([row for row in scored if row[2] >= SUGGEST_FROM]))


def _likeliest(found: list[Pair]) -> Iterator[Pair]:
    """Every decided pair, and those among the first few of one of their projects."""
    places: Counter[str] = Counter()
    for row in sorted(found, key=lambda row: (-row[2], row[0], row[1])):
        a, b, _, decision = row
        if decision != UNDECIDED:
            yield row
        elif places[a] < MOST or places[b] < MOST:
            places.update((a, b))
            yield row


def candidates(con: duckdb.DuckDBPyConnection, names: list[str]) -> list[tuple[str, str]]:
    """Pairs worth scoring: names that share letter triples, and acronyms with what they stand for.

    Set-based and bounded, because all pairs of thousands of names would take hours.
    """
    projects = [Project(name) for name in sorted(set(names))]
    con.register(
        "names",
        pa.table(
            {
                "nr": range(len(projects)),
                "namn": [each.fold for each in projects],
                "ord": [" ".join(sorted(each.words.split())) for each in projects],
            }
        ),
    )
    room = max(SMALL_ROOM, ROOM * len(projects))
    limits = {"room": room, "few": NEAREST, "near": NEIGHBOURS, "percent": SHARED_TRIGRAMS}
    found = set(con.execute(_CANDIDATES, limits).fetchall())
    con.unregister("names")
    found |= set(_acronyms(projects))
    return sorted((projects[a].projekt, projects[b].projekt) for a, b in found)


def _acronyms(projects: list[Project]) -> Iterator[tuple[int, int]]:
    """Short names with the long names whose first letters they are, give or take a letter.

    Both are looked up by what is left when letters are taken away, so no two lists are compared.
    """
    short: dict[str, list[int]] = {}
    for nr, project in enumerate(projects):
        if len(project.fold) <= LONGEST_ACRONYM:
            for rest in _without_letters(project.fold):
                short.setdefault(rest, []).append(nr)
    met: Counter[int] = Counter()
    for nr, project in enumerate(projects):
        rests = _without_letters(project.acronym) if project.acronym else ()
        near = (other for rest in rests for other in short.get(rest, [])[:SAME_RESTS])
        for other in dict.fromkeys(near):
            if other != nr and met[other] < NEAREST and _stands_for(projects[other], project):
                met[other] += 1
                yield min(nr, other), max(nr, other)


def _without_letters(text: str) -> Iterator[str]:
    """What is left of a word without as many letters as one that is alike may lack.

    Of two that are alike the longer one has at most a quarter more letters than they share; the
    word itself comes first.
    """
    for away in range(1 + len(text) * 2 * (100 - ACRONYM_FROM) // (200 - ACRONYM_FROM)):
        for kept in combinations(text, len(text) - away):
            yield "".join(kept)


def likeness(a: Project, b: Project) -> Decimal:
    """How alike two projects are, 0 to 100 with two decimals.

    The names decide; a fund or years in common, or known to differ, move the answer a little.
    """
    score = _names(a, b)
    score += _nudge(a.fonder, b.fonder, SAME_FUND)
    if a.ar is not None and b.ar is not None:
        overlap = a.ar[0] <= b.ar[1] and b.ar[0] <= a.ar[1]
        score += SAME_YEARS if overlap else -SAME_YEARS
    return Decimal(str(min(100, max(0, score)))).quantize(Decimal("0.01"))


def _nudge(a: frozenset[str], b: frozenset[str], points: int) -> int:
    if not a or not b:
        return 0
    return points if a & b else -points


def _names(a: Project, b: Project) -> float:
    """A percentage from the library's own measures; it ranks names and never touches money."""
    if _stands_for(a, b) or _stands_for(b, a):
        return 95.0
    return max(
        fuzz.ratio(a.fold, b.fold),
        fuzz.token_sort_ratio(a.words, b.words),
        min(95.0, fuzz.token_set_ratio(a.words, b.words)),
    )


def _stands_for(short: Project, long: Project) -> bool:
    """Whether one name is made of the other's first letters, give or take one."""
    return bool(long.acronym) and fuzz.ratio(short.fold, long.acronym) >= ACRONYM_FROM


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


def _decision(a: Project, b: Project, decided: set[frozenset[str]]) -> str:
    return DIFFERENT if frozenset((a.fold, b.fold)) in decided else UNDECIDED
