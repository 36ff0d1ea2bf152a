"""A Latin-1 csv of a million rows: Fondbok, bare DuckDB, pandas, and dlt in two ways.

Belongs here: Fondbok, bare DuckDB and pandas, and the table. dlt is in `ledger_csv_dlt`, because
only the bench environment has it. Each way goes from the file to a closed database file.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

# A run imports these when it needs them; start-up is not what is measured.
import fondbok.quality.kontroll
import fondbok.warehouse.load  # noqa: F401
from benchmarks import models, page, samples
from benchmarks.measure import Cost, alternately, machine, start_drivers, tell
from fondbok import pipeline
from fondbok.warehouse import remembered

COLUMNS = ("v", "d", "k", "a", "ve", "p", "m", "t", "b")
# Blanks out, trailing minus first, comma to point; what is no amount or no day becomes NULL.
AMOUNT = (
    "try_cast(case when right(b, 1) = '-' "
    "then '-' || replace(replace(left(b, length(b) - 1), ' ', ''), ',', '.') "
    "else replace(replace(b, ' ', ''), ',', '.') end as decimal(18, 2))"
)
READABLE = "b is not null and d is not null and k <> ''"


class _Rival:
    """Typed columns in a table called `rader`, unreadable cells NULL or their rows left out."""

    def __init__(self, sample: str, folder: str, template: str) -> None:
        self.sample = Path(sample)
        self.folder = Path(folder)
        self.database = self.folder / "rival.duckdb"
        self.table = "rader"
        del template  # only Fondbok attributes rows
        start_drivers()

    def result(self) -> dict[str, str]:
        with duckdb.connect(str(self.database), read_only=True) as con:
            return told(con, f"select count(*), sum(b) from {self.table} where {READABLE}")


class Bare(_Rival):
    """DuckDB's own reader and a cast."""

    def run(self) -> None:
        types = ", ".join(f"'{name}': 'varchar'" for name in COLUMNS)
        with duckdb.connect(str(self.database)) as con:
            con.execute(
                f"create table rader as select v, try_cast(d as date) as d, k, a, ve, p, m, t, "
                f"{AMOUNT} as b from read_csv('{self.sample}', delim = ';', header = false, "
                f"skip = 1, columns = {{{types}}}, encoding = 'latin-1', auto_detect = false)"
            )


class Pandas(_Rival):
    """pandas with its Arrow engine and Arrow columns, then the frame into DuckDB."""

    def run(self) -> None:
        frame = pd.read_csv(
            self.sample,
            sep=";",
            header=0,
            names=list(COLUMNS),
            encoding="latin-1",
            dtype=dict.fromkeys(COLUMNS, pd.ArrowDtype(pa.string())),
            engine="pyarrow",
        )
        minus = frame["b"].str.endswith("-")
        number = frame["b"].str.rstrip("-").str.replace(" ", "", regex=False)
        number = number.str.replace(",", ".", regex=False)
        readable = number.str.fullmatch(r"\d+\.\d\d")
        signed = number.where(~minus, "-" + number).where(readable)
        frame["b"] = signed.astype(pd.ArrowDtype(pa.decimal128(18, 2)))
        frame["d"] = pd.to_datetime(frame["d"], format="%Y-%m-%d", errors="coerce")
        with duckdb.connect(str(self.database)) as con:
            con.execute("create table rader as select * replace (cast(d as date) as d) from frame")


class Fondbok:
    """Landed by the pipeline, then attributed by the models' own SQL."""

    def __init__(self, sample: str, folder: str, template: str) -> None:
        self.home = models.copy(Path(template), Path(folder) / "home")
        self.models = models.reached(self.home)
        os.link(sample, self.home.ledger / "export.csv")
        # Dropped a while before it is read, as files are.
        time.sleep(remembered.SETTLED_NS / 1e9 + 0.1)
        self.landed = 0.0
        start_drivers()

    def run(self) -> None:
        start = time.perf_counter()
        pipeline.land(self.home)
        self.landed = time.perf_counter() - start
        with duckdb.connect(str(self.home.warehouse)) as con:
            models.execute(con, self.models)

    def result(self) -> dict[str, str]:
        with duckdb.connect(str(self.home.warehouse), read_only=True) as con:
            rows = told(con, "select count(*), sum(belopp) from raw.ledger_rad"
                             " where utfall = 'laddad'")  # fmt: skip
            grants = told(con, "select count(*), sum(belopp_sek) from"
                               f" intermediate.{models.ATTRIBUTED}")  # fmt: skip
            rejected = con.execute("select count(distinct rad) from raw.avvisad_rad").fetchone()
            known = con.execute(
                f"select count(*) filter (projekt_kod <> 'OKANT' and namnd_kod <> 'OKAND')"
                f" from intermediate.{models.ATTRIBUTED}"
            ).fetchone()
        return rows | {
            "rejected": str(rejected[0]),
            "grants": grants["rows"],
            "grants_total": grants["total"],
            "attributed": str(known[0]),
            "landed_s": f"{self.landed:.2f}",
        }


def told(con: duckdb.DuckDBPyConnection, query: str) -> dict[str, str]:
    """A count and a sum as text."""
    rows, total = con.execute(query).fetchone() or (0, None)
    return {"rows": str(rows), "total": str(total or Decimal(0))}


WAYS = {
    "bare DuckDB": "benchmarks.ledger_csv:Bare",
    "Fondbok": "benchmarks.ledger_csv:Fondbok",
    "pandas + DuckDB": "benchmarks.ledger_csv:Pandas",
}
BENCH_ONLY = {
    "dlt, Arrow tables": "benchmarks.ledger_csv_dlt:Arrow",
    "dlt, rows as dicts": "benchmarks.ledger_csv_dlt:Rows",
}
# The aims: how many times another way's cost Fondbok's may be.
AT_MOST = {
    "bare DuckDB": 1.5,
    "pandas + DuckDB": 1,
    "dlt, Arrow tables": 1,
    "dlt, rows as dicts": 0.1,
}


@dataclass(frozen=True)
class Measured:
    """Each way's least cost on a sample of so many megabytes (10^6 bytes)."""

    megabytes: float
    expected: samples.Expected
    costs: dict[str, Cost]


def measure(folder: Path, template: Path, *, rows: int, rounds: int) -> Measured:
    """Measure and check that every way came to what the sample holds.

    Raises:
        ValueError: one did not.
    """
    sample = folder / "export.csv"
    expected = samples.write_csv(sample, rows)
    size = sample.stat().st_size / 1e6
    tell(f"csv: {rows} rows, {size:.0f} MB, {rounds} rounds")
    ways = WAYS | (BENCH_ONLY if find_spec("dlt") else {})
    costs = alternately(ways, rounds, folder, sample=sample, template=template)
    for name, cost in costs.items():
        expected.check(name, cost.result)
    sample.unlink()
    return Measured(size, expected, costs)


def block(measured: Measured) -> str:
    """The table, what was checked, and the aims."""
    bare, ours = measured.costs["bare DuckDB"], measured.costs["Fondbok"]
    rows = [
        (
            name,
            f"{cost.wall:.2f}",
            f"{cost.wall / bare.wall:.2f}",
            f"{cost.processor:.2f}",
            f"{cost.processor / bare.processor:.2f}",
            f"{measured.megabytes / cost.wall:.0f}",
            f"{cost.peak_mb:.0f}",
        )
        for name, cost in measured.costs.items()
    ]
    head = ("way", "seconds", "x bare", "processor seconds", "x bare", "MB/s", "peak MB")
    held, found = measured.expected, ours.result
    aims = [
        page.aim(f"Fondbok beside {name}", ours, measured.costs[name], at_most=at_most)
        for name, at_most in AT_MOST.items()
        if name in measured.costs
    ]
    return "\n".join(
        [
            machine("duckdb", "pandas", "pyarrow", "dlt"),
            "",
            page.table(head, rows),
            "",
            f"All of them read {held.rows} rows with the sum {held.total} kr. Fondbok kept "
            f"{found['rejected']} rejected rows, found {found['grants']} rows of EU grants with "
            f"{found['grants_total']} kr and gave {found['attributed']} of them both a nämnd and a "
            f"project. Landing was {found['landed_s']} s of its time, attribution the rest.",
            "",
            *aims,
        ]
    )
