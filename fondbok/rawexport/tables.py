"""The raw tables as they are written: columns, types and the year that parts them.

Belongs here: what a column becomes where DuckDB's own type is nobody else's.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from fondbok.warehouse import database

MUNICIPALITY, YEAR = "kommun_kod", "ar"
_IN_FOLDERS = (MUNICIPALITY, YEAR)
# A ledger row has no year of its own before dbt has decided it; the day it was booked parts the
# table, and the year of its voucher where it has no day.
_YEARS = {"ledger_rad": "coalesce(cast(extract(year from datum) as integer), rakenskapsar)"}
# Where a row stands: enough to be in order, and cheaper than every column of a large table.
_ORDERS = {"ledger_rad": "blad_nr, rad"}
# When something happened to the file, in UTC. Other times are as the file says them, without zone.
_UTC = {("fil", "andrad"), ("fil", "inlast_tid")}
# What other engines call DuckDB's types.
_NAMES = {
    "VARCHAR": "string",
    "INTEGER": "int",
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp_ntz",
    "TIMESTAMP WITH TIME ZONE": "timestamp",
}


@dataclass(frozen=True)
class Column:
    """A column as it is written.

    Attributes:
        name: as in the raw table.
        expression: SQL that makes it of the raw table's row.
        type: what Spark calls its type.
    """

    name: str
    expression: str
    type: str


@dataclass(frozen=True)
class Table:
    """A raw table as it is written.

    Attributes:
        name: without schema.
        columns: in the table's order, without what stands in its folders' names: whose they
            are, and the year.
        year: SQL for the year that parts it; '' for a table that no year parts.
        order: SQL that its rows are in order by.
    """

    name: str
    columns: tuple[Column, ...]
    year: str
    order: str

    @property
    def folders(self) -> dict[str, str]:
        """What stands in the names of its folders, outermost first, with the types."""
        return {MUNICIPALITY: "string"} | ({YEAR: "int"} if self.year else {})

    @property
    def money(self) -> tuple[str, ...]:
        """The columns that are summed: decimals, money most of them."""
        return tuple(each.name for each in self.columns if each.type.startswith("decimal"))

    @property
    def rows(self) -> str:
        """SQL for its rows as they are written, the year last."""
        shown = [f'{each.expression} as "{each.name}"' for each in self.columns]
        shown += [f'{self.year} as "{YEAR}"'] if self.year else []
        return f'select {", ".join(shown)} from raw."{self.name}"'


def tables(con: duckdb.DuckDBPyConnection) -> list[Table]:
    """The raw tables of a warehouse, by name: those that landing makes, no other.

    Args:
        con: an open warehouse whose raw tables are of this version (`database.fits`).
    """
    with duckdb.connect() as scratch:
        database.create_raw(scratch)
        made = _columns(scratch)
    there = _columns(con)
    return [_table(name, there[name]) for name in sorted(made)]


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for table, name, type_ in con.execute(
        "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'raw'"
        " and database_name = current_database() order by table_name, column_index"
    ).fetchall():
        found.setdefault(table, []).append((name, type_))
    return found


def _table(name: str, columns: list[tuple[str, str]]) -> Table:
    own_year = any(column == YEAR for column, _ in columns)
    return Table(
        name=name,
        columns=tuple(_column(name, *each) for each in columns if each[0] not in _IN_FOLDERS),
        year=YEAR if own_year else _YEARS.get(name, ""),
        order=_ORDERS.get(name, "all"),
    )


def _column(table: str, name: str, type_: str) -> Column:
    quoted = f'"{name}"'
    if type_ == "UHUGEINT":
        return Column(name, hash_as_text(quoted), "string")
    if type_ == "HUGEINT" or type_.startswith("ENUM"):
        return Column(name, f"cast({quoted} as varchar)", "string")
    if (table, name) in _UTC:
        return Column(name, f"cast({quoted} as timestamptz)", "timestamp")
    return Column(name, quoted, _NAMES.get(type_) or type_.lower())


def hash_as_text(column: str) -> str:
    """A content hash as its 32 letters; DuckDB's md5_number has the last byte first.

    Parquet has no integer of 128 bits, and a plain copy makes it a floating number without a word.
    """
    letters = f"lpad(hex({column}), 32, '0')"
    bytes_ = ", ".join(f"substr({letters}, {place}, 2)" for place in range(31, 0, -2))
    return f"lower(concat({bytes_}))"
