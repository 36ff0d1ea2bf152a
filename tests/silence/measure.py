"""Whether anybody is told when a file of the example is damaged.

Belongs here: doing many damages at once to files of different nämnder and years, computing the
marts, and sorting each damage by what came of it. Those that seem to pass in silence are run once
more alone, by the whole refresh, before they are called silent.

`python -m tests.silence.measure 1000` prints the table of docs/explanation/silence.md.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from fondbok import pipeline
from fondbok.paths import Home
from fondbok.warehouse import build
from tests.end_to_end.mutation import accounts
from tests.silence.damage import DAMAGES, Damage, NotHere

EXAMPLE = Path(__file__).parents[2] / "examples" / "malmo"
SAME, TOLD, STOPPED, SILENT = "ingen siffra ändrad", "sagt", "stoppad", "tyst"
OUTCOMES = (SAME, TOLD, STOPPED, SILENT)

# Kinds that cannot be told from what is right; docs/explanation/silence.md says why of each.
KNOWN: frozenset[str] = frozenset()

Scope = tuple[int, str]
"""Year and nämnd."""

_FIGURES = """
select d.ar, d.namnd_kod, 'deltagande', d.projekt_kod, d.roll, cast(d.redovisat_sek as varchar),
    cast(d.bokfort_sek as varchar), cast(d.belopp_sek as varchar)
from intermediate.int_deltagande as d
union all
select m.ar, m.namnd_kod, 'medel', m.projekt_kod, m.fond_kod,
    concat_ws('/', m.malperiod, m.nummer), cast(m.bokfort_sek as varchar),
    cast(m.belopp_sek as varchar)
from intermediate.int_eu_medel as m
{beside}
"""
# What stands on the sheets beside the projects, all but keys and where it was read. By name:
# dbt writes the columns as the model's YAML orders them, the copy as its SQL does.
_BESIDE = """
union all
select ar, namnd_kod, '{table}', cast(struct_pack({columns}) as varchar), null, null, null, null
from {table}
"""
_COLUMNS_BESIDE = """
select string_agg(column_name || ' := ' || column_name, ', ' order by column_name)
from duckdb_columns()
where schema_name || '.' || table_name = ?
    and not (column_name like '%\\_key' escape '\\' or column_name = 'kallrad_id')
"""
_TABLES_BESIDE = (
    *("mart.fct_samverkan", "mart.fct_natverk", "mart.fct_handelse", "mart.fct_indikator"),
    *("mart.fct_samverkanspart", "mart.fct_personal", "mart.fct_ansokan"),
    *("text.svar", "text.arendetext", "text.handelsetext"),
)
_TOLD = """
select fil, concat_ws('|', blad, rad, kolumn, regel, varde, meddelande) from kvalitet.fynd
union all
select fil, concat_ws('|', 'avvisad', blad, rad, regel) from kvalitet.avvisad_rad
union all
select fil, concat_ws('|', 'fil', status, orsak) from kvalitet.fil
where status in ('avvisad', 'ignorerad')
"""


@dataclass(frozen=True)
class Done:
    """A damage done to a file.

    Attributes:
        damage: what was done.
        fil: to which file, below landing/.
        fro: the seed it was done with.
    """

    damage: Damage
    fil: str
    fro: str

    def do(self, landing: Path) -> None:
        """Do it to the file in a copy of landing/.

        Raises:
            NotHere: the file has no place for it.
        """
        try:
            self.damage.gor(landing / self.fil, random.Random(self.fro))
        except (KeyError, ValueError, IndexError, StopIteration) as error:
            raise NotHere from error


@dataclass(frozen=True)
class Seen:
    """The figures of each year and nämnd, and what is said of each file."""

    figures: dict[Scope, Counter[tuple[Any, ...]]]
    told: dict[str, set[str]]


def chosen(landing: Path, count: int, seed: int) -> list[Done]:
    """Damages that can be done: the kinds in turn, each to a file that has a place for it."""
    files = [path.relative_to(landing).as_posix() for path in accounts(landing)]
    rng = random.Random(seed)
    found: list[Done] = []
    turn = 0
    while len(found) < count and turn < 20 * count:
        damage = DAMAGES[turn % len(DAMAGES)]
        turn += 1
        fits = [f for f in files if f.startswith(damage.mapp) and Path(f).suffix in damage.endelser]
        tries = (Done(damage, fil, f"{seed}:{turn}") for fil in rng.sample(fits, len(fits)))
        possible = next((done for done in tries if _possible(landing, done)), None)
        found += [possible] if possible else []
    return found


def _possible(landing: Path, done: Done) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "landing"
        shutil.copytree(landing, copy)
        before = {p: p.read_bytes() for p in copy.rglob("*.*")}
        try:
            done.do(copy)
        except NotHere:
            return False
        return {p: p.read_bytes() for p in copy.rglob("*.*")} != before


class World:
    """The refreshed example, to be damaged in copies.

    Args:
        home: a home that was refreshed from the example.
        scratch: a folder for the copies.
    """

    def __init__(self, home: Home, scratch: Path) -> None:
        self.home = home
        self.copy = Home(scratch / "home")
        self.alone = scratch / "alone"
        shutil.copytree(home.root, self.copy.root)
        results = json.loads((build.target(home) / "run_results.json").read_text("utf-8"))
        self.models = [
            node
            for node in results["results"]
            if node.get("compiled_code") and node["unique_id"].startswith("model.")
        ]
        self.before = see(home)
        self.scopes = self._scopes()

    def _scopes(self) -> dict[str, set[Scope]]:
        """Year and nämnd of each file; a ledger is of its years and of every nämnd."""
        with duckdb.connect(str(self.home.warehouse), read_only=True) as con:
            rows = con.execute(
                "select f.fil, p.ar, p.namnd_kod from raw.submission_projekt as p"
                " inner join raw.fil as f using (fil_sha256)"
                " union select f.fil, year(r.datum), '*' from raw.ledger_rad as r"
                " inner join raw.ledger_blad as b using (blad_nr)"
                " inner join raw.fil as f on f.fil_sha256 = b.fil_sha256"
            ).fetchall()
        scopes: dict[str, set[Scope]] = {}
        for fil, ar, kod in rows:
            scopes.setdefault(fil, set()).add((ar, kod))
        return scopes

    def batches(self, wanted: Iterable[Done]) -> Iterator[list[Done]]:
        """The damages in few batches, no two of a batch at the same nämnd and year."""
        left = list(wanted)
        while left:
            batch: list[Done] = []
            rest: list[Done] = []
            for done in left:
                apart = all(not self._meet(done, other) for other in batch)
                (batch if apart else rest).append(done)
            yield batch
            left = rest

    def _meet(self, one: Done, other: Done) -> bool:
        mine, theirs = self.scopes[one.fil], self.scopes[other.fil]
        years = {ar for ar, _ in mine} & {ar for ar, _ in theirs}
        ledger = any(kod == "*" for _, kod in mine | theirs)
        return bool(mine & theirs) or bool(years and ledger)

    def outcomes(self, batch: list[Done]) -> dict[Done, str]:
        """What came of each damage of a batch."""
        self._land(batch)
        try:
            pipeline.land(self.copy)
            with duckdb.connect(str(self.copy.warehouse)) as con:
                self._compute(con)
            after = see(self.copy)
        except (duckdb.Error, pipeline.Fault):
            return {done: self.whole(done) for done in batch}
        return {done: self._outcome(done, after) for done in batch}

    def copy_seen(self) -> Seen:
        """What the damaged copy holds now."""
        return see(self.copy)

    def _outcome(self, done: Done, after: Seen) -> str:
        changed = {
            scope
            for scope in self.before.figures.keys() | after.figures.keys()
            if self.before.figures.get(scope) != after.figures.get(scope)
        }
        if not any(self._concerns(done, scope) for scope in changed):
            return SAME
        return TOLD if self._said(done, after) else self.whole(done)

    def _concerns(self, done: Done, scope: Scope) -> bool:
        mine = self.scopes[done.fil]
        return scope in mine or (scope[0], "*") in mine or scope[0] not in {2019, 2022, 2023, 2024}

    def _said(self, done: Done, after: Seen) -> bool:
        """Whether something is said of the file, or of one that lies there only now."""
        new = after.told.keys() - self.before.told.keys()
        stem = Path(done.fil).stem
        files = {done.fil, *(fil for fil in new if stem in fil)}
        return any(after.told.get(f, set()) - self.before.told.get(f, set()) for f in files)

    def whole(self, done: Done) -> str:
        """What the whole refresh makes of one damage alone."""
        shutil.rmtree(self.alone, ignore_errors=True)
        shutil.copytree(self.home.root, self.alone)
        home = Home(self.alone)
        done.do(home.landing)
        try:
            result = pipeline.refresh(home)
        except (pipeline.Fault, FileNotFoundError):
            return STOPPED
        if result.reasons:
            return STOPPED
        after = see(home)
        if after.figures == self.before.figures:
            return SAME
        return TOLD if self._said(done, after) else SILENT

    def _land(self, batch: list[Done]) -> None:
        shutil.rmtree(self.copy.landing)
        shutil.copytree(self.home.landing, self.copy.landing)
        for done in batch:
            done.do(self.copy.landing)

    def _compute(self, con: duckdb.DuckDBPyConnection) -> None:
        """Every table of dbt's graph anew, in the order dbt built them."""
        views = {
            f'"{database}"."{schema}"."{name}"'
            for database, schema, name in con.execute(
                "select database_name, schema_name, view_name from duckdb_views()"
            ).fetchall()
        }
        for node in self.models:
            if node["relation_name"] not in views:
                con.execute(
                    f"create or replace table {node['relation_name']} as {node['compiled_code']}"
                )


def see(home: Home) -> Seen:
    """The figures and what is said, of a warehouse that was built."""
    figures: dict[Scope, Counter[tuple[Any, ...]]] = {}
    told: dict[str, set[str]] = {}
    with duckdb.connect(str(home.warehouse), read_only=True) as con:
        beside = "".join(_beside(con, table) for table in _TABLES_BESIDE)
        for ar, kod, *rest in con.execute(_FIGURES.format(beside=beside)).fetchall():
            figures.setdefault((ar, kod), Counter())[tuple(rest)] += 1
        for fil, words in con.execute(_TOLD).fetchall():
            told.setdefault(fil, set()).add(words)
    return Seen(figures, told)


def _beside(con: duckdb.DuckDBPyConnection, table: str) -> str:
    (columns,) = con.execute(_COLUMNS_BESIDE, [table]).fetchall()[0]
    return _BESIDE.format(table=table, columns=columns)


def measure(world: World, wanted: list[Done]) -> dict[Done, str]:
    """What came of every damage."""
    found: dict[Done, str] = {}
    for batch in world.batches(wanted):
        found |= world.outcomes(batch)
    return found


def table(found: dict[Done, str]) -> str:
    """Markdown: outcomes by kind, and each silent one."""
    kinds = dict.fromkeys(damage.slag for damage in DAMAGES)
    counts = Counter((done.damage.slag, outcome) for done, outcome in found.items())
    lines = [f"| skada | {' | '.join(OUTCOMES)} |", "|---|" + "---|" * len(OUTCOMES)]
    for kind in kinds:
        cells = " | ".join(str(counts[kind, outcome] or "") for outcome in OUTCOMES)
        lines.append(f"| {kind} | {cells} |")
    total = " | ".join(str(sum(o == outcome for o in found.values())) for outcome in OUTCOMES)
    lines.append(f"| alla | {total} |")
    silent = [done for done, outcome in found.items() if outcome == SILENT]
    lines += [f"- tyst: {done.damage.slag}, {done.fil}, frö {done.fro}" for done in silent]
    return "\n".join(lines)


def main() -> None:
    """Refresh the example in a scratch home, damage it, and print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="fondbok-") as folder:
        home = Home(Path(folder) / "malmo")
        shutil.copytree(EXAMPLE / "landing", home.landing)
        shutil.copytree(EXAMPLE / "referens", home.root / "referens")
        shutil.copy(EXAMPLE / "kommun.toml", home.root)
        pipeline.refresh(home)
        world = World(home, Path(folder))
        print(table(measure(world, chosen(home.landing, count, seed=1))))


if __name__ == "__main__":
    main()
