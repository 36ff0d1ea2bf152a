"""Opening the build database.

Belongs here: connections to the private warehouse and the raw schema. Readers of the mart never
come this way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from fondbok import organisation
from fondbok import settings as chosen
from fondbok.paths import Home
from fondbok.warehouse import raw_fields

_SCHEMA = Path(__file__).parent / "raw_schema.sql"
Config = dict[str, str | bool | int | float | list[str]]


@contextmanager
def warehouse(home: Home, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build database of a home, as its settings say it is opened.

    Raises:
        duckdb.IOException: another process holds the file.
        SettingsError: what is set cannot be used.
    """
    with connect(home.warehouse, read_only=read_only, bounds=bounds(home)) as con:
        yield con


@contextmanager
def connect(
    path: Path, *, read_only: bool = False, bounds: Config | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that is checkpointed and closed whatever happens inside.

    Raises:
        duckdb.IOException: another process holds the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    config = {**settings(path), **(bounds or {})}
    con = duckdb.connect(str(path), read_only=read_only, config=config)
    try:
        con.execute("set timezone = 'UTC'")
        yield con
    finally:
        con.close()


def settings(path: Path) -> Config:
    """How the build database is opened.

    It is private to one version of DuckDB, so a new file gets that version's newest way of storing:
    text takes a third less time to write. The published file is written by `fondbok.publish`, for
    older readers too.
    """
    return {
        "storage_compatibility_version": "latest",
        "temp_directory": str(path.with_suffix(".tmp")),
    }


def bounds(home: Home) -> Config:
    """How much of the machine a run may take: DuckDB's names and the operator's values.

    Raises:
        SettingsError: what is set cannot be used.
    """
    korning = chosen.read(home).korning
    taken: Config = {"memory_limit": korning.minne}
    if korning.tradar is not None:
        taken["threads"] = korning.tradar
    if korning.temp is not None:
        taken["temp_directory"] = str(korning.temp)
    return taken


def fits(con: duckdb.DuckDBPyConnection, kommun_kod: str | None = None) -> bool:
    """Whether the raw tables that are there are as this version makes them for the city.

    Args:
        con: an open warehouse.
        kommun_kod: whose it should be; the city's whose reference data is in use unless told.
    """
    with duckdb.connect() as scratch:
        create_raw(scratch, kommun_kod)
        wanted = _raw_columns(scratch)
    return all(
        wanted.get(table, columns) == columns for table, columns in _raw_columns(con).items()
    )


def _raw_columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    rows = con.execute(
        "select table_name, column_name, data_type, is_nullable, column_default"
        " from duckdb_columns() "
        "where schema_name = 'raw' and database_name = current_database() "
        "order by table_name, column_index"
    ).fetchall()
    tables: dict[str, list[tuple[Any, ...]]] = {}
    for table, *column in rows:
        tables.setdefault(table, []).append(tuple(column))
    return tables


def create_raw(con: duckdb.DuckDBPyConnection, kommun_kod: str | None = None) -> None:
    """Create the raw tables that are not there yet, for the rows of one municipality.

    Args:
        con: an open warehouse.
        kommun_kod: whose rows they take; the city's whose reference data is in use unless told.
    """
    code = kommun_kod or organisation.kommun_kod()
    con.execute(_SCHEMA.read_text(encoding="utf-8").replace("{kommun_kod}", code))
    con.execute(raw_fields.statements(code))


def is_locked(error: BaseException) -> bool:
    """Whether DuckDB could not open a file because another process holds it.

    Its words for that, on Unix and on Windows; "block" and "lock" alone stand in other errors too.
    """
    text = str(error)
    return "Could not set lock on file" in text or "being used by another process" in text


def held(path: Path, error: BaseException) -> str:
    """What is said when a file is locked: who holds it, and what to do."""
    found = re.search(r"\(PID (\d+)\)", str(error))
    who = f" (process {found[1]})" if found else ""
    return (
        f"Ett annat program{who} har {path} öppen, kanske en körning som avbröts. Vänta tills det"
        " är klart, eller avsluta det, och kör igen."
    )


def read_through(con: duckdb.DuckDBPyConnection) -> None:
    """Read every row of every table.

    Raises:
        duckdb.Error: one of them cannot be read.
    """
    names = con.execute(
        """select '"' || schema_name || '"."' || table_name || '"' from duckdb_tables()"""
    ).fetchall()
    for (name,) in names:
        con.execute(f"select count(*), sum(hash(t)::hugeint) from {name} as t").fetchone()


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: a file that is half loaded is not loaded."""
    con.execute("begin")
    try:
        yield
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")
