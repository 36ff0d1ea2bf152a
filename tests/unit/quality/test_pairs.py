"""Likely pairs are listed for a person, sure ones are merged, and what is decided stays decided."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations

import duckdb
import pyarrow as pa
import pytest

from benchmarks import identity, likely_pairs
from fondbok.paths import PROJECT
from fondbok.quality import pairs
from fondbok.quality.pairs import Project

LABELS = PROJECT.parent / "shared" / "facts" / "entity_variants.csv"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Bio Power", "PowerBio"),
        ("NetZero Pilot cities", "Net Zero Cities Pilot Cities Programme"),
        ("U-LYNC", "Urban Life of Young People in the Nordic Countries"),
        ("Växtplats Botildenborg", "Växtplats Botildenburg"),
        ("Spegla Malmö", "Kompetensförsörjning genom att spegla Malmö"),
    ],
)
def test_names_a_person_would_look_at_twice_are_suggested(a: str, b: str) -> None:
    with duckdb.connect() as con:
        assert pairs.candidates(con, [a, b]) == [tuple(sorted((a, b)))]
    assert pairs.likeness(Project(a), Project(b)) >= pairs.SUGGEST_FROM


@pytest.mark.parametrize(("a", "b"), [("NordUng", "Nordplus"), ("AGORA", "STRIVE"), ("X", "Y")])
def test_other_names_are_not(a: str, b: str) -> None:
    assert pairs.likeness(Project(a), Project(b)) < pairs.SUGGEST_FROM


def test_a_common_fund_and_years_count_for_and_other_ones_against() -> None:
    a = Project("Grön stad", frozenset({"ESF"}), (2020, 2022))
    plain = pairs.likeness(Project("Grön stad"), Project("Gröna staden"))
    near = pairs.likeness(a, Project("Gröna staden", frozenset({"ESF"}), (2022, 2023)))
    far = pairs.likeness(a, Project("Gröna staden", frozenset({"ERUF"}), (2023, 2024)))
    assert far < plain < near
    assert isinstance(near, Decimal)


def test_likeness_does_not_depend_on_the_order() -> None:
    a, b = Project("Malmökraften 2.0"), Project("Malmökraften")
    assert pairs.likeness(a, b) == pairs.likeness(b, a)


def naive(names: list[str]) -> set[tuple[str, str]]:
    """Every pair of names that share enough letter triples or letters, all compared with all."""

    def triples(name: str) -> set[str]:
        folded = pairs.fold(name)
        return {folded[at : at + 3] for at in range(max(1, len(folded) - 2))}

    found = set()
    for a, b in combinations(sorted(names), 2):
        shared, fewest = triples(a) & triples(b), min(len(triples(a)), len(triples(b)))
        one, other = Project(a), Project(b)
        alike = 100 * len(shared) >= pairs.SHARED_TRIGRAMS * fewest
        if alike or pairs._stands_for(one, other) or pairs._stands_for(other, one):
            found.add((a, b))
    return found


@pytest.mark.parametrize("count", [2, 60, 300])
def test_nothing_likely_is_missed_among_so_few_names(count: int) -> None:
    names = likely_pairs.names("various", count)
    projects = {name: Project(name) for name in names}

    def likely(found: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        return {
            (a, b)
            for a, b in found
            if pairs.likeness(projects[a], projects[b]) >= pairs.SUGGEST_FROM
        }

    with duckdb.connect() as con:
        found = pairs.candidates(con, names)
    assert found == sorted(set(found))
    assert likely(found) == likely(naive(names))


@pytest.mark.parametrize("kind", likely_pairs.KINDS)
def test_what_is_compared_and_what_is_listed_grows_as_the_names(kind: str) -> None:
    counted = []
    for count in (400, 800, 1600):
        names = likely_pairs.names(kind, count)
        with duckdb.connect() as con:
            counted.append(len(pairs.candidates(con, names)) / count)
            con.register("names", pa.table({"namn": names}))
            con.execute(likely_pairs._SCHEMA)
            pairs.write(con)
            most = con.execute("select count(*) from kvalitet.projektpar").fetchone()[0]
        assert most <= pairs.MOST * count
    assert max(counted) <= 2 * pairs.NEAREST + 3 * pairs.NEIGHBOURS


def test_each_project_keeps_its_likeliest_suggestions_and_every_decision() -> None:
    found = [
        (a, b, Decimal(99 - number), pairs.UNDECIDED)
        for number, (a, b) in enumerate(combinations("ABCDEFGHIJ", 2))
    ]
    decided = ("I", "J", Decimal(1), pairs.DIFFERENT)
    kept = list(pairs._likeliest([*found[:-1], decided]))
    assert decided in kept
    suggested = [row for row in kept if row != decided]
    assert len(suggested) <= pairs.MOST * 10 < len(found)
    for name in "ABCDEFGHIJ":
        own = [row for row in found[:-1] if name in row]
        assert set(own[: pairs.MOST]) <= set(suggested), name


@pytest.mark.shared
def test_no_pair_labelled_different_is_merged() -> None:
    if not LABELS.exists():
        pytest.skip("../shared is not here")
    same, different = identity.labelled(LABELS)
    sure = identity.measure(same, different, identity.merged())
    listed = identity.measure(same, different, identity.suggested)
    assert sure.false == 0
    text = (PROJECT / "docs" / "performance.md").read_text("utf-8")
    for measured in (sure, listed):
        row = f"| {measured.hits} | {measured.misses} | {measured.false} |"
        assert row in text, "docs/performance.md tells other numbers"
