"""What a growing warehouse costs: memory for many rows, and one new file on top of them.

Belongs here: landing many files, building the ledger models on them, and then a small file on the
full warehouse beside the same file on an empty one, alternately.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

# A run imports these when it needs them; start-up is not what is measured.
import fondbok.quality.kontroll
import fondbok.warehouse.load  # noqa: F401
from benchmarks import models, page, samples
from benchmarks.measure import Cost, cost, least, machine, start_drivers, tell
from fondbok import pipeline
from fondbok.paths import Home

FIRST_YEAR = 2001
NEW_YEAR = 2051  # its vouchers are nobody else's


class Land:
    """`fondbok.pipeline.land`: find, hash, read and store what is new in landing/."""

    def __init__(self, home: str) -> None:
        self.home = Home(Path(home))
        start_drivers()

    def run(self) -> None:
        pipeline.land(self.home)

    def result(self) -> dict[str, str]:
        with duckdb.connect(str(self.home.warehouse), read_only=True) as con:
            query = "select count(*) from raw.ledger_rad where utfall = 'laddad'"
            (rows,) = con.execute(query).fetchone() or (0,)
        return {"rows": str(rows)}


class Models:
    """The ledger models by dbt, in a process of its own as in a real run, its start included."""

    def __init__(self, home: str) -> None:
        self.home = Home(Path(home))
        models.dbt(self.home, "parse")  # a home that has moved is parsed anew
        self.select = " ".join(model["name"] for model in models.reached(self.home))

    def run(self) -> None:
        models.dbt(self.home, "run", "--select", self.select)

    def result(self) -> dict[str, str]:
        with duckdb.connect(str(self.home.warehouse), read_only=True) as con:
            query = f"select count(*) from intermediate.{models.ATTRIBUTED}"
            (rows,) = con.execute(query).fetchone() or (0,)
        return {"grants": str(rows)}


@dataclass(frozen=True)
class Measured:
    """Costs of landing and of building, of everything at once and of one new file.

    Attributes:
        rows: readable rows landed at first.
        new_rows: readable rows of the new file.
        database_mb: the warehouse file with all rows (10^6 bytes).
        land, build: everything at once.
        new: by "empty" and "full", landing and building the new file.
    """

    rows: int
    new_rows: int
    database_mb: float
    land: Cost
    build: Cost
    new: dict[str, tuple[Cost, Cost]]


def measure(
    folder: Path, template: Path, *, files: int, rows: int, new_rows: int, rounds: int
) -> Measured:
    """Measure, and check the rows and grants after every step.

    Raises:
        ValueError: a step came to something else than what was handed in.
    """
    home = models.copy(template, folder / "full")
    tell(f"growth: writing {files} files of {rows} rows")
    expected = [
        samples.write_csv(home.ledger / f"{year}.csv", rows, year=year)
        for year in range(FIRST_YEAR, FIRST_YEAR + files)
    ]
    landed, grants = sum(e.rows for e in expected), sum(e.grants for e in expected)
    land, build = _step(home, landed, grants)
    size = home.warehouse.stat().st_size / 1e6
    new: dict[str, list[tuple[Cost, Cost]]] = {"empty": [], "full": []}
    for number in range(rounds):
        name, year = f"new{number}.csv", NEW_YEAR + number
        with _empty(template, folder / "empty") as empty:
            one = samples.write_csv(empty.ledger / name, new_rows, year=year)
            shutil.copy(empty.ledger / name, home.ledger / name)
            landed, grants = landed + one.rows, grants + one.grants
            new["empty"].append(_step(empty, one.rows, one.grants))
            new["full"].append(_step(home, landed, grants))
    shutil.rmtree(home.root)
    least_new = {
        where: (least(land for land, _ in taken), least(build for _, build in taken))
        for where, taken in new.items()
    }
    return Measured(sum(e.rows for e in expected), one.rows, size, land, build, least_new)


@contextmanager
def _empty(template: Path, root: Path) -> Iterator[Home]:
    yield models.copy(template, root)
    shutil.rmtree(root)


def _step(home: Home, rows: int, grants: int) -> tuple[Cost, Cost]:
    land = cost(Land, home=home.root)
    tell(f"  land, {rows} rows: {land.wall:.2f} s, {land.peak_mb:.0f} MB")
    build = cost(Models, home=home.root)
    tell(f"  ledger models: {build.wall:.2f} s, {build.peak_mb:.0f} MB")
    if (land.result["rows"], build.result["grants"]) != (str(rows), str(grants)):
        raise ValueError(f"{home.root}: {land.result}, {build.result}; not {rows}, {grants}")
    return land, build


def block(measured: Measured) -> str:
    """Two tables and the aims."""
    everything = [
        (name, f"{cost.wall:.1f}", f"{cost.processor:.1f}", f"{cost.peak_mb:.0f}")
        for name, cost in (
            (f"landing {measured.rows} rows", measured.land),
            ("the ledger models on them", measured.build),
        )
    ]
    empty, full = measured.new["empty"], measured.new["full"]
    steps = {
        "landing": (empty[0], full[0]),
        "the ledger models": (empty[1], full[1]),
        "both": (_both(*empty), _both(*full)),
    }
    new = [
        (
            name,
            f"{before.wall:.2f}",
            f"{after.wall:.2f}",
            f"{after.wall / before.wall:.2f}",
            f"{before.processor:.2f}",
            f"{after.processor:.2f}",
            f"{after.processor / before.processor:.2f}",
        )
        for name, (before, after) in steps.items()
    ]
    peak = max(measured.land.peak_mb, measured.build.peak_mb)
    beside = f"{measured.new_rows} new rows beside the same on an empty warehouse"
    return "\n".join(
        [
            machine("duckdb", "dbt-duckdb"),
            "",
            page.table(("step", "seconds", "processor seconds", "peak MB"), everything),
            "",
            f"The warehouse file is then {measured.database_mb:.0f} MB.",
            "",
            page.table(
                (
                    *("one new file", "empty, s", f"on {measured.rows} rows, s", "x"),
                    *("empty, processor s", "on all, processor s", "x"),
                ),
                new,
            ),
            "",
            f"- Aim: peak memory below 2000 MB. {peak:.0f} MB "
            f"({'reached' if peak < 2000 else 'not reached'}).",
            page.aim(f"landing {beside}", full[0], empty[0], at_most=1.5),
            page.aim(f"landing and building {beside}", *reversed(steps["both"]), at_most=1.5),
        ]
    )


def _both(land: Cost, build: Cost) -> Cost:
    return Cost(
        land.wall + build.wall, land.processor + build.processor, max(land.peak_mb, build.peak_mb)
    )
