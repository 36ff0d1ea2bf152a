"""Opening the build database.

Belongs here: connections to the private warehouse and the raw schema. Readers of the mart never
come this way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from fondbok.warehouse import raw_fields

_SCHEMA = Path(__file__).parent / "raw_schema.sql"
# What is larger than this goes to disk: twenty million ledger rows need no more.
MEMORY = "1GB"


@contextmanager
def connect(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that is checkpointed and closed whatever happens inside.

    Raises:
        duckdb.IOException: another process holds the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(str(path), read_only=read_only, config=settings(path))
    try:
        con.execute("set timezone = 'UTC'")
        yield con
    finally:
        con.close()


def settings(path: Path) -> dict[str, str | bool | int | float | list[str]]:
    """How the build database is opened.

    It is private to one version of DuckDB, so a new file gets that version's newest way of storing:
    text takes a third less time to write. The published file is written by `fondbok.publish`, for
    older readers too.
    """
    return {
        "storage_compatibility_version": "latest",
        "memory_limit": MEMORY,
        "temp_directory": str(path.with_suffix(".tmp")),
    }


def fits(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the raw tables that are there have the columns of this version's."""
    with duckdb.connect() as scratch:
        create_raw(scratch)
        wanted = _raw_columns(scratch)
    return all(
        wanted.get(table, columns) == columns for table, columns in _raw_columns(con).items()
    )


def _raw_columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str, bool]]]:
    rows = con.execute(
        "select table_name, column_name, data_type, is_nullable from duckdb_columns() "
        "where schema_name = 'raw' and database_name = current_database() "
        "order by table_name, column_index"
    ).fetchall()
    tables: dict[str, list[tuple[str, str, bool]]] = {}
    for table, *column in rows:
        tables.setdefault(table, []).append(tuple(column))
    return tables


def create_raw(con: duckdb.DuckDBPyConnection) -> None:
    """Create the raw tables that are not there yet."""
    con.execute(_SCHEMA.read_text(encoding="utf-8"))
    con.execute(raw_fields.statements())


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
