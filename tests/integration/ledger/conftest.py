"""A warehouse whose ledger can be landed again and again, in any order and any pieces."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pytest

from fondbok.paths import Home
from fondbok.warehouse import build, load, scan
from tests.conftest import EXAMPLE
from tests.rebuilding import Node, dbt, results

FIRST_LANDING = datetime(2025, 2, 3, 8, 0)
# Which file a row came from differs with the pieces; what it says must not.
CONTENT = (
    "datum, ar, serie, verifikation, konto, ansvar, projektkod, projekt_kod, namnd_kod,"
    " belopp_sek, valuta, belopp_valuta"
)


@dataclass(frozen=True)
class Export:
    """A ledger file: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Model:
    """A model's SQL as dbt runs it: the first time, and when what it keeps is there."""

    kind: str
    name: str
    sql: str
    sql_again: str

    def run(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make the model, or add to it what is new where it keeps what it has."""
        if self.kind == "incremental" and _exists(con, self.name):
            con.execute(f"insert into {self.name} {self.sql_again}")
        else:
            kind = "view" if self.kind == "view" else "table"
            con.execute(f"create or replace {kind} {self.name} as {self.sql}")

    def stale(self, con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
        """Rows that the table has and would not have if it were made anew, or the other way."""
        return con.execute(
            f"(from {self.name} except all ({self.sql})) "
            f"union all (({self.sql}) except all from {self.name})"
        ).fetchall()


def _exists(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    schema, table = name.replace('"', "").split(".")[-2:]
    row = con.execute(
        "select count(*) from duckdb_tables() where schema_name = ? and table_name = ?",
        [schema, table],
    ).fetchone()
    return row == (1,)


@dataclass(frozen=True)
class Bench:
    """A home with the example's submissions, and the compiled models that read the ledger.

    Attributes:
        home: the home.
        models: those up to fct_utbetalning.
        about: those that say what became of files, and what is found.
        tests: data tests by name, as SQL of the rows they find wrong.
    """

    home: Home
    models: tuple[Model, ...]
    about: tuple[Model, ...]
    tests: dict[str, str]

    def booked(self, exports: Sequence[Export], *, hours: int = 1) -> list[tuple[Any, ...]]:
        """fct_utbetalning, without origin, when the exports land so many hours apart."""
        self.empty()
        names = self.put(exports)
        found = scan.scan(self.home)
        # Of two files with the same bytes the scan knows the first.
        times = {
            landed.sha: FIRST_LANDING + timedelta(hours=hours * names.index(landed.path.name))
            for landed in found.files
            if landed.typ == scan.LEDGER
        }
        load.load(self.home, found, first_seen=times)
        return self.built()

    def put(self, exports: Sequence[Export]) -> list[str]:
        """Write exports to landing/, under their names; one that is taken gets a number."""
        names: list[str] = []
        for place, export in enumerate(exports):
            names.append(f"{place}-{export.name}" if export.name in names else export.name)
            (self.home.ledger / names[-1]).write_bytes(export.content)
        return names

    def booked_step_by_step(self, exports: Sequence[Export]) -> list[tuple[Any, ...]]:
        """The same when each export is loaded in a run of its own."""
        self.empty()
        times: dict[str, datetime] = {}
        for hour, export in enumerate(exports):
            (self.home.ledger / export.name).write_bytes(export.content)
            found = scan.scan(self.home)
            for landed in found.files:
                times.setdefault(landed.sha, FIRST_LANDING + timedelta(hours=hour))
            load.load(self.home, found, first_seen=times)
        return self.built()

    def built(self) -> list[tuple[Any, ...]]:
        """fct_utbetalning of what is landed; nothing the models keep may be stale."""
        with duckdb.connect(str(self.home.warehouse)) as con:
            for model in self.models:
                model.run(con)
            for model in self.models:
                assert model.kind != "incremental" or not model.stale(con), model.name
            return con.execute(
                f"select {CONTENT} from mart.fct_utbetalning order by all"
            ).fetchall()

    def found(self, exports: Sequence[Export] | None = None) -> list[tuple[Any, ...]]:
        """Every finding but two: (fil, regel, rad, raknas_inte, meddelande).

        No submission lands with an export, so every code is nobody's, and of some years nobody has
        handed in: BOKFORT_OKANT_PROJEKT and BOKFORT_UTAN_UNDERLAG are left out.

        Args:
            exports: landed first, as `booked`; None for what is landed and built already.
        """
        if exports is not None:
            self.booked(exports)
        with duckdb.connect(str(self.home.warehouse)) as con:
            for model in self.about:
                model.run(con)
            return con.execute(
                "select fil, regel, rad, raknas_inte, meddelande from kvalitet.fynd"
                " where regel not in ('BOKFORT_OKANT_PROJEKT', 'BOKFORT_UTAN_UNDERLAG')"
                " order by all"
            ).fetchall()

    def failing(self, test: str) -> list[tuple[Any, ...]]:
        """The rows a data test of dbt finds wrong after the last landing."""
        return self.raw(self.tests[test])

    def raw(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query of the warehouse after the last landing."""
        with duckdb.connect(str(self.home.warehouse), read_only=True) as con:
            return con.execute(sql).fetchall()

    def profile(self, name: str, text: str) -> None:
        """Add a ledger profile of the home's own."""
        self.home.profiles.mkdir(exist_ok=True)
        (self.home.profiles / f"{name}.yml").write_text(text, encoding="utf-8")

    def empty(self) -> None:
        """Take all ledgers out of landing/, and land that."""
        shutil.rmtree(self.home.ledger)
        self.home.ledger.mkdir()
        load.load(self.home, scan.scan(self.home), first_seen={})


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The models are compiled by dbt once; each landing then runs the same SQL."""
    home = Home(tmp_path_factory.mktemp("ledger"))
    shutil.copytree(EXAMPLE, home.landing)
    load.load(home, scan.scan(home), first_seen={})
    wanted = ["--select", "+fct_utbetalning", "+fil", "+fil_belopp", "+fynd"]
    tests = ["valutakurs_finns", "rader_gar_ihop", "belopp_gar_ihop", "--indirect-selection=empty"]
    dbt(home, "build", *wanted, *tests, *build.LEFT_OUT)
    ended, nodes = results(build.target(home))
    dbt(home, "compile", *wanted)
    again, _ = results(build.target(home))
    needed = _needed(nodes, "model.fondbok.fct_utbetalning")
    models = dict(_models(ended, again, nodes))
    return Bench(
        home,
        tuple(model for name, model in models.items() if name in needed),
        tuple(model for name, model in models.items() if name not in needed),
        {
            nodes[result["unique_id"]]["name"]: result["compiled_code"]
            for result in ended
            if nodes.get(result["unique_id"], {}).get("resource_type") == "test"
        },
    )


def _needed(nodes: dict[str, Node], last: str) -> set[str]:
    """A model and all the models it leans on."""
    found = {last}
    for parent in nodes[last]["depends_on"].get("nodes", ()):
        if parent in nodes:
            found |= _needed(nodes, parent)
    return found


def _models(
    ended: list[Node], again: list[Node], nodes: dict[str, Node]
) -> Iterator[tuple[str, Model]]:
    """The models that read the ledger by their id, in the order they were run."""
    fed = {f"source.fondbok.raw.{name}" for name in ("ledger_rad", "ledger_blad", "fil")}
    sql_again = {result["unique_id"]: result["compiled_code"] for result in again}
    for result in ended:
        name = result["unique_id"]
        node = nodes.get(name, {})
        if node.get("resource_type") == "model" and fed & set(node["depends_on"]["nodes"]):
            fed.add(name)
            kind = node["config"]["materialized"]
            yield name, Model(kind, node["relation_name"], result["compiled_code"], sql_again[name])
