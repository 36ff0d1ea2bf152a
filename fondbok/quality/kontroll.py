"""kvalitet.kontroll: one row per check, whoever made it.

Belongs here: the shape, the order and the table. Does not belong here: making the checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import duckdb

Utfall = Literal["ok", "varning", "fel"]
Kalla = Literal["soda", "dbt"]


@dataclass(frozen=True)
class Kontroll:
    """The outcome of one check on one table.

    Attributes:
        kontroll: Name that stays the same from run to run, unique within (lager, tabell, kalla).
        lager: Schema of the table that was checked: raw, staging, mart, kvalitet ...
        tabell: The table, without its schema.
        kalla: Who made the check.
        utfall: A check that failed, crashed, was not evaluated or left no result is "fel".
        matvarde: What was measured (rows, columns or SEK); None when nothing was, and for
            freshness, whose value would put the clock into the result.
        troskel: What the measured value must be, like "= 0".
        orsak: Why it did not pass, in words; empty when it did.
    """

    kontroll: str
    lager: str
    tabell: str
    kalla: Kalla
    utfall: Utfall
    matvarde: Decimal | None = None
    troskel: str | None = None
    orsak: str = ""

    def mening(self) -> str:
        """The outcome as one Swedish sentence."""
        text = f"{self.lager}.{self.tabell}: {self.kontroll} ({self.kalla}) gav {self.utfall}"
        if self.matvarde is not None:
            text += f", uppmätt {self.matvarde:f}"
        if self.troskel:
            text += f", ska vara {self.troskel}"
        return f"{text}. {self.orsak}".rstrip()


_TABLE = "Alla kontroller som den här utgåvan gått igenom: en rad per kontroll och tabell."
_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("kontroll", "varchar not null", "Kontrollens namn; samma från körning till körning."),
    ("lager", "varchar not null", "Schemat där den kontrollerade tabellen ligger."),
    ("tabell", "varchar not null", "Den kontrollerade tabellen, utan schema."),
    (
        "kalla",
        "varchar not null check (kalla in ('soda', 'dbt'))",
        "Vem som gjort kontrollen: soda (kontrakt) eller dbt (test).",
    ),
    (
        "utfall",
        "varchar not null check (utfall in ('ok', 'varning', 'fel'))",
        "ok, varning eller fel. En kontroll som kraschat eller inte gett något svar är fel.",
    ),
    (
        "matvarde",
        "decimal(38, 2)",
        "Det uppmätta värdet: antal rader, antal avvikelser eller kronor. Tomt för färskhet,"
        " som beror på klockan, och när inget kunde mätas.",
    ),
    ("troskel", "varchar", "Vad det uppmätta värdet ska uppfylla, till exempel = 0."),
    ("orsak", "varchar not null", "Varför utfallet inte är ok, i ord. Tomt när det är ok."),
)

DESCRIPTION = (
    "kvalitet.kontroll",
    _TABLE,
    [(name, kind.removesuffix(" not null"), text) for name, kind, text in _COLUMNS],
)


def ordered(rows: Iterable[Kontroll]) -> list[Kontroll]:
    """The rows in the order they are stored and shown: by layer, table, source, name."""
    return sorted(rows, key=lambda row: (row.lager, row.tabell, row.kalla, row.kontroll))


# The table is written after the last contract has run, so its contract is this: NOT NULL, the two
# value lists and the primary key stand in its definition.
def write(con: duckdb.DuckDBPyConnection, rows: Iterable[Kontroll]) -> None:
    """Replace kvalitet.kontroll with `rows`, commented, in a fixed order.

    Raises:
        duckdb.Error: the connection cannot write, or two rows are the same check.
    """
    columns = ", ".join(f"{name} {kind}" for name, kind, _ in _COLUMNS)
    con.execute("create schema if not exists kvalitet")
    con.execute(
        "create or replace table kvalitet.kontroll"
        f" ({columns}, primary key (lager, tabell, kalla, kontroll))"
    )
    _insert(con, ordered(rows))
    con.execute(f"comment on table kvalitet.kontroll is '{_TABLE}'")
    for name, _, comment in _COLUMNS:
        con.execute(f"comment on column kvalitet.kontroll.{name} is '{comment}'")


def _insert(con: duckdb.DuckDBPyConnection, rows: list[Kontroll]) -> None:
    """One statement for all rows: hundreds of single inserts cost a second."""
    unnested = ", ".join(
        f"unnest(?::{kind.partition(' not null')[0]}[]) as {name}" for name, kind, _ in _COLUMNS
    )
    values = [[getattr(row, name) for row in rows] for name, _, _ in _COLUMNS]
    con.execute(f"insert into kvalitet.kontroll select {unnested}", values)


def read(con: duckdb.DuckDBPyConnection) -> list[Kontroll]:
    """The rows of kvalitet.kontroll, ordered.

    Empty when nothing has been checked since the data last changed: no ground to publish on.
    """
    if not _exists(con):
        return []
    columns = ", ".join(name for name, _, _ in _COLUMNS)
    rows = con.execute(f"select {columns} from kvalitet.kontroll").fetchall()
    return ordered(Kontroll(*row) for row in rows)


def withdraw(con: duckdb.DuckDBPyConnection) -> None:
    """Forget the checks of an earlier build, because the data is about to change.

    Without this a build that dies halfway could be published on the checks of the one before.
    """
    con.execute("drop table if exists kvalitet.kontroll")


def _exists(con: duckdb.DuckDBPyConnection) -> bool:
    found = con.execute(
        "select 1 from duckdb_tables() where database_name = current_database()"
        " and schema_name = 'kvalitet' and table_name = 'kontroll'"
    ).fetchone()
    return found is not None
