"""The published tables as files for other programs: a workbook, csv or Parquet.

Belongs here: which tables go where. The mart itself is read, never written. Does not belong here:
how the workbook looks (`workbook`).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from fondbok.publish.release import PublishError, Release
from fondbok.publish.release import read as read_release
from fondbok.report.frames import Published
from fondbok.report.workbook import workbook
from fondbok.saving import filling, replace_file, replacing

# A file a table; free text apart.
_COPIED = {"csv": "format csv, header", "parquet": "format parquet"}
FORMATS = ("xlsx", *_COPIED)


def export(mart: Path, folder: Path, format_: str) -> list[Path]:
    """Write the published tables of a release.

    Every file is written aside, and they are put in place when all are there; mart.release comes
    last, so that files beside one are all of that release. The same release gives the same workbook
    and the same csv, byte for byte.

    Args:
        mart: the published file.
        folder: where to; made when it is not there.
        format_: one of `FORMATS`: "xlsx" (one workbook, a sheet a report), "csv" (RFC 4180, UTF-8,
            decimal points) or "parquet".

    Returns:
        The files, by name.

    Raises:
        PublishError: the file is no release, or a report has more rows than a sheet.
        OSError: the folder cannot be written.
    """
    release = read_release(mart)
    if release is None:
        raise PublishError(f"{mart} går inte att läsa som en utgåva.")
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(mart), read_only=True) as con:
        published = tables(con)
        if format_ not in _COPIED:
            return [_write(con, release, published, folder)]
        with filling(folder, f"mart.release.{format_}") as new:
            names = [_copy(con, table, new, format_).name for table in published]
        return [folder / name for name in names]


def copy_rows(con: duckdb.DuckDBPyConnection, query: str, path: Path, format_: str) -> None:
    """Write the answer to a query as csv or Parquet, ordered by every column.

    Args:
        con: a connection to the published file.
        query: SQL; the same rows give the same csv.
        path: the file.
        format_: "csv" or "parquet".

    Raises:
        OSError: the folder cannot be written.
    """
    with replacing(path) as unfinished:
        target = str(unfinished).replace("'", "''")
        con.execute(f"copy ({query} order by all) to '{target}' ({_COPIED[format_]})")


def tables(con: duckdb.DuckDBPyConnection) -> list[Published]:
    """The published tables, by name; free text (schema text) apart."""
    rows = con.execute(
        "select schema_name, table_name, coalesce(trim(comment), '') from duckdb_tables()"
        " where not internal and not temporary and schema_name <> 'text' order by all"
    ).fetchall()
    return [Published(*row) for row in rows]


def _write(
    con: duckdb.DuckDBPyConnection, release: Release, published: list[Published], folder: Path
) -> Path:
    path = folder / f"fondbok-{release.release_id}.xlsx"
    replace_file(path, workbook(con, release, published))
    return path


def _copy(con: duckdb.DuckDBPyConnection, table: Published, folder: Path, format_: str) -> Path:
    path = folder / f"{table.schema}.{table.name}.{format_}"
    copy_rows(con, f"from {table.quoted}", path, format_)
    return path
