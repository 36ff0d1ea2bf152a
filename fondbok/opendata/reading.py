"""Which tables and columns are open, as the published mart says it.

Belongs here: reading mart.dataordbok. What it does not call open is not open.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from fondbok.errors import FondbokError
from fondbok.report.frames import Published

# DuckDB's types as a Table Schema has them. A DECIMAL is a number with all its decimals.
_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
}


class CannotOpen(FondbokError):
    """The release cannot be given away as open data; the text is Swedish."""


@dataclass(frozen=True)
class Column:
    """A column that is open.

    Attributes:
        name: as the table has it.
        type: as Table Schema has it: string, integer, number, boolean or date.
        meaning: in Swedish, with the unit where there is one.
        in_key: whether it is part of the table's key.
        may_be_missing: whether a row may lack it.
        points_at: (table, column) among the open ones where its values are; None for none.
        values: the only ones there may be; empty when any may.
    """

    name: str
    type: str
    meaning: str
    in_key: bool
    may_be_missing: bool
    points_at: tuple[str, str] | None
    values: tuple[str, ...]


@dataclass(frozen=True)
class Resource:
    """A table that is open.

    Attributes:
        table: the table and what a row of it is.
        columns: those that are open, in order.
        left_out: those that people wrote in their own words.
    """

    table: Published
    columns: tuple[Column, ...]
    left_out: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table, without schema."""
        return self.table.name

    @property
    def title(self) -> str:
        """What it is in a few words: how the meaning begins."""
        begins = self.table.comment.partition(":")[0].partition(".")[0]
        return f"EU-projekt: {begins[:1].lower()}{begins[1:]}"


@dataclass(frozen=True)
class Open:
    """What is open of a release.

    Attributes:
        resources: by name.
        unsaid: published tables that say nothing of being open, as 'schema.table'.
        years: the first and the last year of money; None without any.
    """

    resources: tuple[Resource, ...]
    unsaid: tuple[str, ...]
    years: tuple[int, int] | None


def read(con: duckdb.DuckDBPyConnection) -> Open:
    """What is open of a published file.

    Raises:
        CannotOpen: no table is open, or a column has a type that cannot be described.
        duckdb.Error: the release is older than mart.dataordbok.
    """
    said = con.execute(
        "select schemanamn, tabell, betydelse from mart.dataordbok"
        " where plats = 0 and oppna_data order by tabell"
    ).fetchall()
    tables = [Published(*row) for row in said]
    if not tables:
        raise CannotOpen("Ingen tabell i utgåvan är öppna data, så det finns inget att skriva.")
    resources = tuple(_resource(con, table, {each.name for each in tables}) for table in tables)
    return Open(resources, _unsaid(con), _years(con))


def _resource(con: duckdb.DuckDBPyConnection, table: Published, opened: set[str]) -> Resource:
    rows = con.execute(
        "select kolumn, datatyp, betydelse, enhet, i_nyckeln, kan_saknas, hanvisar_till, varden,"
        " fritext from mart.dataordbok where schemanamn = ? and tabell = ? and plats > 0"
        " order by plats",
        [table.schema, table.name],
    ).fetchall()
    columns = []
    for name, kind, meaning, unit, in_key, may_be_missing, target, values, free_text in rows:
        if free_text:
            continue
        schema, _, pointed = (target or "").partition(".")
        place = tuple(pointed.split(".")) if schema == table.schema else ()
        columns.append(
            Column(
                name,
                _type(table, name, kind),
                f"{meaning} Enhet: {unit}." if unit else meaning,
                in_key,
                may_be_missing,
                (place[0], place[1]) if place and place[0] in opened else None,
                tuple(values.split("; ")) if values else (),
            )
        )
    return Resource(table, tuple(columns), tuple(row[0] for row in rows if row[-1]))


def _type(table: Published, column: str, kind: str) -> str:
    found = "number" if kind.startswith("DECIMAL(") else _TYPES.get(kind)
    if found is None:
        raise CannotOpen(
            f"Kolumnen {column} i {table.schema}.{table.name} har typen {kind}, som öppna data inte"
            " kan beskriva. Sätt oppna_data: false i tabellens YAML, eller ändra typen."
        )
    return found


def _unsaid(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    rows = con.execute(
        "select t.schema_name || '.' || t.table_name from duckdb_tables() as t"
        " left join mart.dataordbok as o"
        " on o.schemanamn = t.schema_name and o.tabell = t.table_name and o.plats = 0"
        " where not t.internal and not t.temporary and o.oppna_data is null order by all"
    ).fetchall()
    return tuple(name for (name,) in rows)


def _years(con: duckdb.DuckDBPyConnection) -> tuple[int, int] | None:
    row = con.execute("select min(ar), max(ar) from mart.bi_pengar where ar > 0").fetchone()
    return (row[0], row[1]) if row and row[0] else None
