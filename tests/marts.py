"""Published files that say something else, for tests of what is made of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import duckdb


def without_keys(
    source: Path, target: Path, *, keeps: Callable[[str, str], bool] = lambda _table, _column: True
) -> None:
    """Copy a published file as tables that declare nothing, so that any row can be changed.

    Args:
        source: a published file.
        target: the copy.
        keeps: whether a column of a table is copied; a table without columns is left out.
    """
    with duckdb.connect(str(target)) as con:
        con.execute(f"attach '{source}' as fore (read_only)")
        columns = con.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where database_name = 'fore' order by schema_name, table_name, column_index"
        ).fetchall()
        for (schema, table), there in groupby(columns, key=lambda each: each[:2]):
            kept = [f'"{column}"' for _, _, column in there if keeps(table, column)]
            if kept:
                name = f"{schema}.{table}"
                con.execute(f"create schema if not exists {schema}")
                con.execute(f"create table {name} as select {', '.join(kept)} from fore.{name}")
