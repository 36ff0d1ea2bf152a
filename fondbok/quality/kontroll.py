"""kvalitet.kontroll: one row per check, whoever made it.

Belongs here: the shape, the order and the table. Does not belong here: making the checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import duckdb

from fondbok.warehouse.written import WrittenTable

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
        """The outcome in Swedish: the table, why, and last the check by its name."""
        parts = [f"{self.kontroll}, {self.kalla}: {self.utfall}"]
        if self.matvarde is not None:
            parts.append(f"uppmätt {self.matvarde:f}")
        if self.troskel:
            parts.append(f"ska vara {self.troskel}")
        return " ".join(
            filter(None, [f"{self.lager}.{self.tabell}:", self.orsak, f"({', '.join(parts)})"])
        )


# The table is written after the last contract has run, so its contract is this: NOT NULL, the two
# value lists and the primary key stand in its definition.
WRITTEN = WrittenTable(
    "kvalitet",
    "kontroll",
    "Alla kontroller som den här utgåvan gått igenom: en rad per kontroll och tabell.",
    {
        "kontroll": ("varchar not null", "Kontrollens namn; samma från körning till körning."),
        "lager": ("varchar not null", "Schemat där den kontrollerade tabellen ligger."),
        "tabell": ("varchar not null", "Den kontrollerade tabellen, utan schema."),
        "kalla": (
            "varchar not null check (kalla in ('soda', 'dbt'))",
            "Vem som gjort kontrollen: soda (kontrakt) eller dbt (test).",
        ),
        "utfall": (
            "varchar not null check (utfall in ('ok', 'varning', 'fel'))",
            "ok, varning eller fel. En kontroll som kraschat eller inte gett något svar är fel.",
        ),
        "matvarde": (
            "decimal(38, 2)",
            "Det uppmätta värdet: antal rader, antal avvikelser eller kronor. Tomt för"
            " färskhet, som beror på klockan, och när inget kunde mätas.",
        ),
        "troskel": ("varchar", "Vad det uppmätta värdet ska uppfylla, till exempel = 0."),
        "orsak": ("varchar not null", "Varför utfallet inte är ok, i ord. Tomt när det är ok."),
    },
    key=("lager", "tabell", "kalla", "kontroll"),
    is_open=False,
)
# What the contracts said of what landed, so that they are asked once a run; never published.
OF_RAW = replace(WRITTEN, schema="raw")


def ordered(rows: Iterable[Kontroll]) -> list[Kontroll]:
    """The rows in the order they are stored and shown: by layer, table, source, name."""
    return sorted(rows, key=lambda row: (row.lager, row.tabell, row.kalla, row.kontroll))


def write(
    con: duckdb.DuckDBPyConnection, rows: Iterable[Kontroll], table: WrittenTable = WRITTEN
) -> None:
    """Replace kvalitet.kontroll, or `OF_RAW`, with `rows`, commented, in a fixed order.

    Raises:
        duckdb.Error: the connection cannot write, or two rows are the same check.
    """
    table.create(con)
    told = [[getattr(row, name) for name in table.columns] for row in ordered(rows)]
    table.insert(con, told)


def read(con: duckdb.DuckDBPyConnection, table: WrittenTable = WRITTEN) -> list[Kontroll]:
    """The rows of kvalitet.kontroll, or of `OF_RAW`, ordered.

    Empty when nothing has been checked since the data last changed: no ground to publish on.
    """
    if not _exists(con, table):
        return []
    columns = ", ".join(WRITTEN.columns)
    rows = con.execute(f"select {columns} from {table.table}").fetchall()
    return ordered(Kontroll(*row) for row in rows)


def withdraw(con: duckdb.DuckDBPyConnection, *, raw: bool = False) -> None:
    """Forget the checks of an earlier build, because the data is about to change.

    Without this a build that dies halfway could be published on the checks of the one before.

    Args:
        con: the warehouse.
        raw: whether what landed is about to change too.
    """
    con.execute(f"drop table if exists {WRITTEN.table}")
    if raw:
        con.execute(f"drop table if exists {OF_RAW.table}")


def _exists(con: duckdb.DuckDBPyConnection, table: WrittenTable) -> bool:
    found = con.execute(
        "select 1 from duckdb_tables() where database_name = current_database()"
        " and schema_name = ? and table_name = ?",
        [table.schema, table.name],
    ).fetchone()
    return found is not None
