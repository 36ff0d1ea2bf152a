"""`make spark`: the models on another engine say what they say on DuckDB, cell by cell.

Belongs here: the order of the steps and what is printed. Exit 0 when all is equal, 1 when anything
differs or did not run, 2 when the engine cannot be started here.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from engines import compare, nasty, probes, run
from fondbok import pipeline
from fondbok.paths import PROJECT, Home
from fondbok.quality import contracts
from fondbok.quality.declared import PUBLISHED
from fondbok.rawexport import making
from fondbok.warehouse import build

EXAMPLE = PROJECT / "examples" / "malmo"


def main(arguments: list[str] | None = None) -> int:
    """Prove the example and the nasty raw on an engine; what differs is printed, a line a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--engine", choices=run.ENGINES, default="spark")
    asked.add_argument("--folder", type=Path, default=PROJECT / "var" / "engines")
    asked.add_argument("--only", choices=["example", "nasty"])
    given = asked.parse_args(arguments)
    try:
        run.assert_can_run(given.engine)
        new = probes.changed(given.engine, probes.read())
        print("\n".join([*new, f"probes: {len(new)} new answers of {given.engine}"]), flush=True)
        example = _example(given.folder / "example")
        homes = {"example": lambda: example, "nasty": lambda: _nasty(example, given.folder)}
        wanted = [given.only] if given.only else list(homes)
        wrong = [name for name in wanted if not _is_proven(given.engine, name, homes[name]())]
    except run.CannotRun as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if wrong or new else 0


def _example(folder: Path) -> Home:
    """The example city's home, refreshed."""
    home = Home(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("landing", "referens"):
        shutil.copytree(EXAMPLE / name, folder / name, dirs_exist_ok=True)
    shutil.copy(EXAMPLE / "kommun.toml", home.kommun)
    print("example: refreshing it with DuckDB", flush=True)
    subprocess.run(
        [sys.executable, "-m", "fondbok.cli", "refresh", "--home", str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return home


def _nasty(example: Home, folder: Path) -> Home:
    print("nasty: making it of the example, with DuckDB", flush=True)
    return nasty.make(example, folder / "nasty")


def _is_proven(engine: str, name: str, home: Home) -> bool:
    """Export, build, compare and ask the contracts of one home; told on the way."""
    folder = home.root / engine
    started = time.monotonic()
    exported = making.make(home, home.lake)
    print(
        f"{name}: {sum(exported.rows.values())} raw rows exported, building on {engine}", flush=True
    )
    ran = run.dbt(engine, home, exported.folder, folder)
    if not ran.tables:
        print(f"{name}: dbt ended with {ran.returncode}; see {ran.log}")
        return False
    compared = compare.compare(home.warehouse, ran.tables)
    wrong = [*compared.different, *_other_outcomes(home, ran)]
    other = _with_tables_of(home, ran, folder / "utgiven")
    wrong += _broken_promises(home, other)
    if not wrong and home.mart.exists():  # the nasty raw is no city's, and nothing publishes it
        wrong += _other_release(home, other)
    for line in wrong:
        print(f"{name}: {line}")
    print(f"{name}: {compared.tables} tables, {compared.cells} cells equal", end="")
    print(f"; {len(wrong)} differences" if wrong else "", end="")
    print(f" ({time.monotonic() - started:.0f} s)", flush=True)
    return not wrong


def _other_outcomes(home: Home, ran: run.Ran) -> list[str]:
    """Models and data tests that ended otherwise than on DuckDB, or not at all."""
    here = compare.outcomes(build.target(home))
    there = compare.outcomes(ran.target)
    told = [
        f"{each.split('.')[2]}: {here.get(each)} here, {there.get(each)} there"
        for each in sorted(here.keys() | there.keys())
        if here.get(each) != there.get(each)
    ]
    return told or ([] if there else [f"no outcome of dbt; see {ran.log}"])


def _with_tables_of(home: Home, ran: run.Ran, root: Path) -> Home:
    """A home with a copy of the warehouse, in which the engine's tables stand in for DuckDB's.

    What Python writes beside them, as the release's name and the checks, is there already.
    """
    other = Home(root)
    other.warehouse_dir.mkdir(parents=True)
    shutil.copytree(home.root / "referens", root / "referens")
    shutil.copy(home.kommun, other.kommun)
    shutil.copy(home.warehouse, other.warehouse)
    with duckdb.connect(str(other.warehouse)) as con:
        con.execute("set timezone = 'UTC'")
        for table in ran.tables:
            if table.schema not in PUBLISHED or not table.files:
                continue
            place = f'"{table.schema}"."{table.name}"'
            con.execute(f"delete from {place}")
            con.execute(f"insert into {place} by name select * from {compare.parquet(table.files)}")
    return other


def _broken_promises(home: Home, other: Home) -> list[str]:
    """What the published contracts say of the engine's tables and not of DuckDB's."""
    checked = [contracts.verify(each, "mart") for each in (home.warehouse, other.warehouse)]
    here, there = ({(k.tabell, k.kontroll): (k.utfall, k.orsak) for k in each} for each in checked)
    if not there or here.keys() != there.keys():
        return [f"{len(here)} contracts' checks here and {len(there)} there"]
    return [
        f"{table}: {check} is {there[table, check]} there and {here[table, check]} here"
        for table, check in sorted(there)
        if there[table, check] != here[table, check]
    ]


def _other_release(home: Home, other: Home) -> list[str]:
    """What is published of the engine's tables otherwise than of DuckDB's.

    Only asked when nothing else differs: the checks that let it through are those of the copy.
    """
    pipeline.take_reference(other)
    name, published = pipeline.publish(other)
    if not published:
        return [f"release {name} of the engine's tables was not published"]
    return [f"published {line}" for line in compare.databases(home.mart, other.mart)]


if __name__ == "__main__":
    sys.exit(main())
