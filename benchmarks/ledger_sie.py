"""SIE 4 on one core: into the warehouse, Fondbok's reader alone, pysie-accounting, bare lines.

Belongs here: the four ways and what came out of each. All of them run on one core only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import page, samples
from benchmarks.measure import Cost, alternately, machine, start_drivers, tell
from fondbok import ledger
from fondbok.ledger import sie
from fondbok.warehouse import database

ENCODING = "cp437"


class _OneCore:
    def __init__(self, sample: str, folder: str) -> None:
        self.sample = Path(sample)
        self.folder = Path(folder)
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


class Lines(_OneCore):
    """What any Python reader pays at least: every line as text."""

    lines = 0

    def run(self) -> None:
        with self.sample.open(encoding=ENCODING) as handle:
            self.lines = sum(1 for _ in handle)

    def result(self) -> dict[str, str]:
        return {"lines": str(self.lines)}


class Reader(_OneCore):
    """`fondbok.ledger.sie.read`: vouchers and rows as Python objects."""

    def run(self) -> None:
        self.read = sie.read(self.sample)

    def result(self) -> dict[str, str]:
        amounts = [row.belopp for voucher in self.read.vouchers for row in voucher.rows]
        return told(len(amounts), sum(map(abs, amounts), Decimal(0)))


class Warehouse(_OneCore):
    """`fondbok.ledger.load`: typed, checked, hashed rows in a closed database file."""

    def __init__(self, sample: str, folder: str) -> None:
        super().__init__(sample, folder)
        self.database = self.folder / "fondbok.duckdb"
        start_drivers()

    def run(self) -> None:
        with database.connect(self.database) as con:
            con.execute("set threads = 1")
            database.create_raw(con)
            with database.transaction(con):
                ledger.load(con, self.sample, "0" * 64, None)

    def result(self) -> dict[str, str]:
        with duckdb.connect(str(self.database), read_only=True) as con:
            rows, total = con.execute(
                "select count(*), sum(abs(belopp)) from raw.ledger_rad where utfall = 'laddad'"
            ).fetchone() or (0, 0)
        return told(rows, total)


class PySie(_OneCore):
    """pysie-accounting as its page shows, with the one change that lets it open a PC8 file."""

    def __init__(self, sample: str, folder: str) -> None:
        super().__init__(sample, folder)
        from pysie_accounting import pysie  # noqa: PLC0415 - only the bench environment has it

        self.accounts = self.folder / "accounts.csv"
        self.accounts.write_text("SRU,Ink2\n", encoding="utf-8")
        self.pysie = pysie.PySIE

    def opened(self, encoding: str | None) -> Any:
        book = self.pysie()
        book.sie_encoding = encoding or book.sie_encoding
        book.open_trans(self.accounts)  # `open` needs it
        book.open(self.sample)
        return book

    def run(self) -> None:
        self.book = self.opened(ENCODING)

    def result(self) -> dict[str, str]:
        amounts = [
            Decimal(row[2]) for voucher in self.book.verifikat.values() for row in voucher[3]
        ]
        return told(len(amounts), sum(map(abs, amounts), Decimal(0))) | {
            "as_shown": self.as_shown()
        }

    def as_shown(self) -> str:
        """How it goes without the change: its own encoding is UTF-8."""
        try:
            self.opened(None)
        except UnicodeDecodeError as error:
            return f"{type(error).__name__}: {error}"
        return "no error"


def told(rows: int, total: Decimal) -> dict[str, str]:
    """Rows, and the sum of their amounts without sign: with sign every voucher comes to 0."""
    return {"rows": str(rows), "total": str(total)}


WAYS = {
    "bare line reading": "benchmarks.ledger_sie:Lines",
    "Fondbok, into the warehouse": "benchmarks.ledger_sie:Warehouse",
    "Fondbok, `sie.read` alone": "benchmarks.ledger_sie:Reader",
}
PYSIE = {"pysie-accounting": "benchmarks.ledger_sie:PySie"}


@dataclass(frozen=True)
class Measured:
    """Each way's least cost on a sample of so many megabytes (10^6 bytes)."""

    megabytes: float
    expected: samples.Expected
    costs: dict[str, Cost]


def measure(folder: Path, *, megabytes: float, rounds: int) -> Measured:
    """Measure and check that Fondbok read every row.

    Raises:
        ValueError: it did not.
    """
    sample = folder / "export.se"
    expected = samples.write_sie(sample, megabytes)
    size = sample.stat().st_size / 1e6
    tell(f"SIE: {expected.rows} rows, {size:.0f} MB, {rounds} rounds")
    ways = WAYS | (PYSIE if find_spec("pysie_accounting") else {})
    costs = alternately(ways, rounds, folder, sample=sample)
    sample.unlink()
    for name in WAYS:
        expected.check(name, costs[name].result)
    return Measured(size, expected, costs)


def block(measured: Measured) -> str:
    """The table, and what pysie-accounting made of the sample."""
    rows = [
        (
            name,
            f"{cost.wall:.2f}",
            f"{measured.megabytes / cost.wall:.1f}",
            f"{cost.processor:.2f}",
            f"{measured.megabytes / cost.processor:.1f}",
            f"{cost.peak_mb:.0f}",
            cost.result.get("rows", "-"),
        )
        for name, cost in measured.costs.items()
    ]
    head = ("way", "seconds", "MB/s", "processor seconds", "MB/s", "peak MB", "rows")
    lines = [machine("duckdb", "pysie-accounting"), "", page.table(head, rows), ""]
    lines.append(
        f"The sample has {measured.expected.rows} rows in {measured.megabytes:.0f} MB; "
        "both of Fondbok's ways read them all, with the right sum."
    )
    for cost in (measured.costs[name] for name in PYSIE if name in measured.costs):
        lost = measured.expected.rows - int(cost.result["rows"])
        lines.append(
            f"pysie-accounting as its page shows it: {cost.result['as_shown']}. Told to read PC8, "
            f"it loses {lost} of {measured.expected.rows} rows without a word."
        )
    return "\n".join(lines)
