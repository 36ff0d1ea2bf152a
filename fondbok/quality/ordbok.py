"""mart.dataordbok: every published table and column, its type and what it means, for programs.

Belongs here: putting together what is said elsewhere: the comments in the database, and what each
table promises (`declared`). Does not belong here: saying any of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import duckdb

from fondbok.publish import release
from fondbok.warehouse.written import WrittenTable

if TYPE_CHECKING:
    from fondbok.quality.declared import Column, Table

OF_PEOPLE = "text"  # the schema of what the nämnder wrote in their own words
_UNITS = {"_sek": "kr", "_andel": "andel"}
_Row = tuple[Any, ...]

WRITTEN = WrittenTable(
    "mart",
    "dataordbok",
    "Dataordboken: vad varje publicerad tabell och kolumn är. En rad per kolumn, och en rad med"
    " plats 0 per tabell.",
    {
        "schemanamn": ("varchar not null", "Schemat: mart, kvalitet eller text."),
        "tabell": ("varchar not null", "Tabellen."),
        "plats": ("integer not null", "Kolumnens plats i tabellen, från 1. 0 är tabellen själv."),
        "kolumn": ("varchar", "Kolumnen. Tomt för tabellen själv."),
        "datatyp": ("varchar", "Kolumnens typ i DuckDB. Tomt för tabellen själv."),
        "betydelse": ("varchar not null", "Vad en rad i tabellen är, eller vad kolumnen betyder."),
        "enhet": (
            "varchar",
            "Vad talet räknas i, där namnet säger det: kr eller andel (0 till 1).",
        ),
        "i_nyckeln": ("boolean", "Sant när kolumnen är en del av tabellens nyckel."),
        "kan_saknas": ("boolean", "Sant när kolumnen kan vara tom."),
        "hanvisar_till": (
            "varchar",
            "Kolumnen som värdet finns i, till exempel mart.dim_ar.ar. Tomt när det inte är någon.",
        ),
        "varden": (
            "varchar",
            "De enda värden som förekommer, med semikolon emellan. Tomt när alla är tillåtna.",
        ),
        "fritext": (
            "boolean",
            "Sant när en människa kan ha skrivit vad som helst där, också om personer.",
        ),
        "oppna_data": (
            "boolean",
            "På tabellens egen rad: sant när vem som helst får den som öppna data. Tomt för"
            " kolumner.",
        ),
    },
    key=("schemanamn", "tabell", "plats"),
    is_open=False,
    is_national=True,
)


def write(
    con: duckdb.DuckDBPyConnection,
    tables: Iterable[Table],
    by_python: Iterable[WrittenTable],
) -> int:
    """Replace mart.dataordbok.

    Args:
        con: the build database, with every model of dbt in it.
        tables: what the published tables promise.
        by_python: the tables that Python writes, which may not be there yet.

    Returns:
        Its number of rows.
    """
    WRITTEN.create(con)
    said = _comments(con) | _definitions([WRITTEN, *by_python])
    promised = {(each.schema, each.name): each for each in tables}
    is_open = {name: each.is_open for name, each in promised.items()}
    is_open |= {(each.schema, each.name): each.is_open for each in (WRITTEN, *by_python)}
    rows = [
        (*_row(*place, promised.get(place[:2])), is_open.get(place[:2]) if not place[2] else None)
        for place in _places(said)
    ]
    WRITTEN.insert(con, rows)
    return len(rows)


_Said = dict[tuple[str, str], tuple[str, list[tuple[str, str, str, bool]]]]


def _comments(con: duckdb.DuckDBPyConnection) -> _Said:
    """(Schema, table) -> its comment, and (name, type, comment, may be missing) of its columns."""
    tables = con.execute(
        "select schema_name, table_name, coalesce(comment, '') from duckdb_tables()"
        " where database_name = current_database() and list_contains(?, schema_name)",
        [list(release.SCHEMAS)],
    ).fetchall()
    columns = con.execute(
        "select schema_name, table_name, column_name, data_type, coalesce(comment, ''),"
        " is_nullable from duckdb_columns()"
        " where database_name = current_database() and list_contains(?, schema_name)"
        " order by column_index",
        [list(release.SCHEMAS)],
    ).fetchall()
    said: _Said = {(schema, table): (text, []) for schema, table, text in tables}
    for schema, table, *column in columns:
        if (schema, table) in said:
            said[schema, table][1].append((column[0], column[1], column[2], column[3]))
    return said


def _definitions(tables: Iterable[WrittenTable]) -> _Said:
    return {
        (each.schema, each.name): (
            each.text,
            [
                (
                    name,
                    kind.upper().replace(", ", ","),
                    text,
                    "not null" not in each.all_columns[name][0],
                )
                for name, kind, text in each.shown()
            ],
        )
        for each in tables
    }


def _places(said: _Said) -> Iterable[tuple[str, str, int, tuple[str, str, str, bool] | None, str]]:
    for (schema, table), (text, columns) in sorted(said.items()):
        yield schema, table, 0, None, text
        for place, column in enumerate(columns, 1):
            yield schema, table, place, column, column[2]


def _row(
    schema: str,
    table: str,
    place: int,
    column: tuple[str, str, str, bool] | None,
    text: str,
    promised: Table | None,
) -> _Row:
    meaning = " ".join(text.split())
    if column is None:
        return (schema, table, place, None, None, meaning, *(None,) * 6)
    name, kind, _, nullable = column
    columns: Mapping[str, Column] = {c.name: c for c in promised.columns} if promised else {}
    own = columns.get(name)
    in_key = bool(promised and promised.keys and name in promised.keys[0])
    return (
        *(schema, table, place, name, kind, meaning),
        next((unit for end, unit in _UNITS.items() if f"_{name}".endswith(end)), None),
        in_key,
        nullable,
        f"{own.reference.schema}.{own.reference.table}.{own.reference.column}"
        if own and own.reference
        else None,
        "; ".join(map(str, own.values)) if own and own.values else None,
        _is_free_text(schema, name, kind, own, in_key=in_key),
    )


def _is_free_text(
    schema: str, name: str, kind: str, column: Column | None, *, in_key: bool
) -> bool:
    """In the schema of people's words every text that is no code is one."""
    if column is not None and column.free_text:
        return True
    closed = column is not None and bool(column.values or column.reference)
    code = in_key or closed or name.endswith(("_key", "_kod", "_id"))
    return schema == OF_PEOPLE and kind == "VARCHAR" and not code
