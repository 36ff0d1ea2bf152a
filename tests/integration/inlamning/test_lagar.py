"""Laws of several submissions of one nämnd and year, over landings made up at random.

Which files count is told again here, one file at a time, and held against the models; and whatever
was read is either counted or named to its sender with its money.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.dbt.raw_rows import Landed
from tests.integration.inlamning.bygge import Built, of_submissions, run

PROJECTS = ("Alfa Hamn", "Beta Skola", "Gamma Luft", "Delta Kust", "Epsilon Bro")
KODER = ("ASN", "MN")
AR = 2024
# One bidragsnummer under two names.
GRANTS = {"Alfa Hamn": "101", "Zeta Annat Namn": "101"}
SUBMISSION_TABLES = (
    *("fil", "fynd", "avvisad_rad", "submission", "submission_projekt", "submission_kf_mal"),
    *("submission_svar", "submission_samverkan", "submission_indikator", "submission_natverk"),
    *("submission_handelse", "submission_arende", "submission_part", "submission_personal"),
    *("submission_ansokan",),
)


@dataclass(frozen=True)
class Row:
    """A row of a project table; `belopp` is None when it is not known."""

    namnd: str
    version: int
    projekt: str
    belopp: Decimal | None
    valuta: str = "SEK"
    utfall: str = "laddad"

    @property
    def marks(self) -> set[str]:
        """What the project is recognised by."""
        grant = GRANTS.get(self.projekt)
        return {self.projekt.casefold()} | ({grant} if grant else set())


@dataclass(frozen=True)
class File:
    """One landed file."""

    sha: str
    beslut: date | None
    andrad: datetime | None
    rows: tuple[Row, ...]


def rows_of(namnder: tuple[str, ...]) -> st.SearchStrategy[Row]:
    return st.builds(
        Row,
        namnd=st.sampled_from(namnder),
        version=st.sampled_from((1, 1, 1, 2)),
        projekt=st.sampled_from((*PROJECTS, "Zeta Annat Namn")),
        belopp=st.one_of(
            st.none(),
            st.integers(1, 10**9).map(lambda ore: Decimal(ore) / 100),
            st.just(Decimal(0)),
        ),
        valuta=st.sampled_from(("SEK", "SEK", "SEK", "EUR")),
        utfall=st.sampled_from(("laddad", "laddad", "laddad", "avvisad")),
    )


@st.composite
def landings(draw: st.DrawFn) -> tuple[File, ...]:
    files = []
    for number in range(draw(st.integers(2, 5))):
        # A workbook holds one nämnd and version, a csv what it likes.
        namnder = draw(st.sampled_from((("ASN",), ("MN",), KODER)))
        rows = draw(st.lists(rows_of(namnder), min_size=1, max_size=4))
        if len(namnder) == 1:
            version = draw(st.sampled_from((1, 1, 2, 3)))
            rows = [Row(r.namnd, version, r.projekt, r.belopp, r.valuta, r.utfall) for r in rows]
        if files and draw(st.booleans()) and draw(st.booleans()):
            rows = list(draw(st.sampled_from(files)).rows)  # a copy
        files.append(
            File(
                sha=f"{draw(st.integers(0, 9))}-{number}",
                beslut=draw(st.sampled_from((None, None, date(2025, 1, 1), date(2025, 2, 1)))),
                andrad=draw(st.sampled_from((None, datetime(2025, 1, 1), datetime(2025, 3, 1)))),
                rows=tuple(rows),
            )
        )
    return tuple(files)


def told(files: tuple[File, ...]) -> Iterator[tuple[str, int, str]]:
    """Nämnd, version and file of what counts, by the rule as it is written."""
    for namnd in KODER:
        mine: dict[tuple[int, str], list[Row]] = {}
        for file in files:
            for row in file.rows:
                if (row.namnd, row.utfall) == (namnd, "laddad"):
                    mine.setdefault((row.version, file.sha), []).append(row)
        if not mine:
            continue
        top = max(version for version, _ in mine)
        later = sorted(
            (file for file in files if (top, file.sha) in mine),
            key=lambda f: (f.beslut or date.min, f.andrad or datetime.min, f.sha),
        )
        for at, file in enumerate(later):
            marks = set().union(*(row.marks for row in mine[top, file.sha]))
            after = (row for other in later[at + 1 :] for row in mine[top, other.sha])
            if not any(marks & row.marks for row in after):
                yield namnd, top, file.sha


def land(con: duckdb.DuckDBPyConnection, files: tuple[File, ...], seed: int) -> None:
    """Put the files in raw in some order, seen at some time, under some name."""
    for table in SUBMISSION_TABLES:
        con.execute(f"delete from raw.{table}")
    order = random.Random(seed)
    shuffled = list(files)
    order.shuffle(shuffled)
    for file in shuffled:
        landed = Landed(con, file.sha, "submission", f"2025-01-{order.randint(10, 28)} 00:00:00")
        for row in file.rows:
            landed.project(
                row.namnd,
                AR,
                row.projekt,
                version=row.version,
                utfall=row.utfall,
                utbetalt=row.belopp,
                utbetalt_valuta=row.valuta,
                bidragsnummer=GRANTS.get(row.projekt),
                beslutsdatum=file.beslut,
            )
        landed.register()
        con.execute("update raw.fil set andrad = ? where fil_sha256 = ?", [file.andrad, file.sha])


@dataclass(frozen=True)
class Outcome:
    """What the models make of a landing."""

    counted: frozenset[tuple[str, int, str]]
    rows: Counter[tuple[Any, ...]]
    told: frozenset[tuple[Any, ...]]


def outcome(built: Built, con: duckdb.DuckDBPyConnection) -> Outcome:
    run(con, of_submissions(built.models))
    counted = con.execute(
        "select namnd_kod, version, fil_sha256 from intermediate.int_inlamning__version"
        " where gallande and slag = 'projekt'"
    ).fetchall()
    rows = con.execute(
        "select fil_sha256, rad, namnd_kod, redovisat_sek from intermediate.int_deltagande__rad"
    ).fetchall()
    said = con.execute(
        " union all ".join(
            f"select * exclude (kommun_kod) from intermediate.{model.name}"
            for model in built.models
            if model.name.startswith("int_fynd__inlamning")
        )
    ).fetchall()
    return Outcome(frozenset(counted), Counter(rows), frozenset(said))


def in_words(belopp: Decimal, valuta: str) -> str:
    """An amount as the messages write it."""
    whole, _, ore = f"{belopp:.2f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", " ")
    return f"{grouped}{'' if ore == '00' else ',' + ore} {'kr' if valuta == 'SEK' else valuta}"


@pytest.fixture(scope="module")
def con(d_second: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A warehouse of one's own to fill again and again."""
    path = tmp_path_factory.mktemp("lagar") / "fondbok.duckdb"
    path.write_bytes(d_second.home.warehouse.read_bytes())
    with duckdb.connect(str(path)) as opened:
        yield opened


@pytest.mark.parametrize("examples", [15, pytest.param(200, marks=pytest.mark.slow)])
def test_what_is_read_is_counted_or_named(
    d_second: Built, con: duckdb.DuckDBPyConnection, examples: int
) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(files=landings(), seed=st.integers(0, 10**6))
    def hold(files: tuple[File, ...], seed: int) -> None:
        land(con, files, seed)
        found = outcome(d_second, con)
        assert found.counted == frozenset(told(files))
        messages: dict[str, list[tuple[str, str]]] = {}
        for sha, _, _, _, regel, _, text in found.told:
            messages.setdefault(sha, []).append((regel, text))
        counted_marks: Counter[tuple[str, str]] = Counter()
        for file in files:
            groups = {(row.namnd, row.version) for row in file.rows if row.utfall == "laddad"}
            for namnd, version in groups:
                rows = [
                    row
                    for row in file.rows
                    if (row.namnd, row.version, row.utfall) == (namnd, version, "laddad")
                ]
                if (namnd, version, file.sha) in found.counted:
                    marks = {mark for row in rows for mark in row.marks}
                    counted_marks.update((namnd, mark) for mark in marks)
                    continue
                said = [text for _, text in messages.get(file.sha, ()) if f"{namnd} {AR}" in text]
                assert said, (file.sha, namnd, version)
                sums: Counter[str] = Counter()
                for row in rows:
                    if row.belopp is not None:
                        sums[row.valuta] += row.belopp  # type: ignore[assignment]
                for valuta, belopp in sums.items():
                    assert any(in_words(Decimal(belopp), valuta) in text for text in said)
        # No project counts in two files.
        assert max(counted_marks.values(), default=1) == 1
        # What counts is what the files that count hold, row by row.
        assert sum(found.rows.values()) == sum(
            row.utfall == "laddad" and (row.namnd, row.version, file.sha) in found.counted
            for file in files
            for row in file.rows
        )
        # A project that is nowhere among what counts is named on its file.
        for file in files:
            for row in file.rows:
                if row.utfall != "laddad":
                    continue
                if any((row.namnd, mark) in counted_marks for mark in row.marks):
                    continue
                named = [text for regel, text in messages[file.sha] if regel == "PROJEKT_UTGATT"]
                assert any(row.projekt in text and row.namnd in text for text in named)

    hold()


@pytest.mark.parametrize("examples", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_neither_order_nor_time_of_landing_decides_anything(
    d_second: Built, con: duckdb.DuckDBPyConnection, examples: int
) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(files=landings(), seeds=st.lists(st.integers(0, 10**6), min_size=2, max_size=2))
    def hold(files: tuple[File, ...], seeds: list[int]) -> None:
        one, other = ((land(con, files, seed), outcome(d_second, con))[1] for seed in seeds)
        assert one == other

    hold()
