"""Municipalities built together by one dbt run are each as when built alone, cell by cell.

Three of them: the example, a city with the same files, voucher numbers and project names, and one
of its own. Their raw and reference tables are put together, as an engine for all of them would have
it, and every table that dbt makes is held against the one that each home's own build made.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from engines.compare import made_by_dbt
from fondbok.paths import PROJECT, Home
from fondbok.warehouse import build, database
from tests import apart
from tests.conftest import fondbok

UMEA = PROJECT / "tests" / "fixtures" / "umea"
SAME_FILES = 'namn = "Lunds kommun"\nkommunkod = "1281"\n'
CODES = {"malmo": "1280", "lund": "1281", "umea": "2480"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def homes(malmo: Home, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    """Each municipality in a home of its own, built alone."""
    folder = tmp_path_factory.mktemp("hem")
    lund, umea = Home(folder / "lund"), Home(folder / "umea")
    shutil.copytree(malmo.landing, lund.landing)
    shutil.copytree(PROJECT / "examples" / "malmo" / "referens", lund.root / "referens")
    (lund.root / "kommun.toml").write_text(SAME_FILES, "utf-8")
    made = fondbok("init", "--home", umea.root, "--namn", "Umeå kommun", "--kommunkod", "2480")
    assert made.code == 0, made.err
    # A fund that a city has in a group of its own is another fund: such a city is built alone.
    of_its_own = shutil.ignore_patterns("fond.csv", "fondgrupp.csv")
    shutil.copytree(
        UMEA / "referens", umea.root / "referens", dirs_exist_ok=True, ignore=of_its_own
    )
    shutil.copytree(UMEA / "landing", umea.landing, dirs_exist_ok=True)
    for home in (lund, umea):
        run = fondbok("refresh", "--home", home.root, env={"FONDBOK_KOMMUN": ""})
        assert run.code == 0, run.out + run.err
    return {"malmo": malmo, "lund": lund, "umea": umea}


@pytest.fixture(scope="module")
def together(homes: dict[str, Home], tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One warehouse of all: the first alone, then the others beside what was kept of it."""
    all_of_them = Home(tmp_path_factory.mktemp("alla"))
    put_together(all_of_them.tables, [home.tables for home in homes.values()])
    first, *others = homes.values()
    for landed in ([first], others):
        land(all_of_them, landed)
        built = build.dbt_build(all_of_them)
        assert built.returncode == 0, built.output[-4000:]
    return all_of_them


def put_together(target: Path, folders: list[Path]) -> None:
    """The reference tables of all: a city's rows beside each other, the national ones once."""
    target.mkdir(parents=True)
    for file in sorted(folders[0].iterdir()):
        if file.suffix != ".csv":
            shutil.copy(file, target / file.name)
            continue
        rows: dict[tuple[str, ...], None] = {}
        for folder in folders:
            with (folder / file.name).open(encoding="utf-8", newline="") as handle:
                rows |= dict.fromkeys(tuple(row) for row in csv.reader(handle))
        (header, *_) = rows
        assert (header[0] == "kommun_kod") == (file.stem not in apart.NATIONAL), file.name
        with (target / file.name).open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows(rows)


def land(target: Home, homes: list[Home]) -> None:
    """Put the raw rows of homes beside those that are there."""
    with database.connect(target.warehouse) as con:
        database.create_raw(con)
        for number, home in enumerate(homes):
            con.execute(f"attach '{home.warehouse}' as hem_{number} (read_only)")
            for table in raw_tables(con):
                con.execute(f"insert into raw.{table} by name from hem_{number}.raw.{table}")
            con.execute(f"detach hem_{number}")


def raw_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    found = con.execute(
        "select table_name from duckdb_tables() where schema_name = 'raw'"
        " and database_name = current_database() order by all"
    ).fetchall()
    return [name for (name,) in found]


@pytest.fixture(scope="module")
def con(homes: dict[str, Home], together: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        con.execute(f"attach '{together.warehouse}' as alla (read_only)")
        for name, home in homes.items():
            con.execute(f"attach '{home.warehouse}' as {name} (read_only)")
        yield con


@pytest.mark.parametrize("name", CODES)
def test_each_is_as_when_built_alone(
    con: duckdb.DuckDBPyConnection, together: Home, name: str
) -> None:
    tables = own_tables(together)
    assert len(tables) > 170
    differing = {}
    for table in tables:
        alone = f"from {name}.{table}"
        among = f"from alla.{table} where kommun_kod = '{CODES[name]}'"
        lost, new = (
            con.execute(f"select count(*) from ({one} except all {other})").fetchall()[0][0]
            for one, other in ((alone, among), (among, alone))
        )
        if lost or new:
            differing[table] = f"{lost} rows only alone, {new} only together"
    assert differing == {}


def own_tables(home: Home) -> list[str]:
    """Every table of dbt's that is a municipality's, schema and name."""
    made = made_by_dbt(build.target(home) / "manifest.json")
    return [f'{schema}."{name}"' for schema, name in made if name not in apart.NATIONAL]


def test_nobody_else_has_rows(con: duckdb.DuckDBPyConnection, together: Home) -> None:
    for table in own_tables(together):
        found = con.execute(f"select distinct kommun_kod from alla.{table}").fetchall()
        assert {code for (code,) in found} <= set(CODES.values()), table


def test_two_had_the_same_files_and_the_same_figures(
    con: duckdb.DuckDBPyConnection, together: Home
) -> None:
    """That there was something to merge: without this the comparison would prove little."""
    shared = con.execute(
        "select count(*) from malmo.raw.fil inner join lund.raw.fil using (fil_sha256)"
    ).fetchone()
    assert shared is not None
    assert shared[0] > 30
    sums = con.execute(
        "select kommun_kod, sum(belopp_sek), count(*) from alla.mart.fct_eu_medel"
        " where kommun_kod in ('1280', '1281') group by all order by all"
    ).fetchall()
    (one, other) = sums
    assert one[1:] == other[1:]
    assert one[2] > 200


def test_every_test_of_dbts_was_asked_of_all_of_them(together: Home) -> None:
    results = json.loads((build.target(together) / "run_results.json").read_text("utf-8"))
    asked = [r for r in results["results"] if r["unique_id"].startswith("test.")]
    assert len(asked) > 50  # and those that a table proves as it is made
    assert {r["status"] for r in asked} <= {"pass", "warn"}
