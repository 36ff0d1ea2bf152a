"""Whether another engine made the same tables: every row, every cell, every published type.

Belongs here: the comparison, in DuckDB. What is not the same is told table by table and column by
column; nothing is rounded and nothing is left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from fondbok.quality import dbt_results
from fondbok.quality.declared import PUBLISHED
from fondbok.rawexport.tables import hash_as_text
from fondbok.sql import text_literal

_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT", "UINTEGER"}


@dataclass(frozen=True)
class Table:
    """A table that dbt makes, as a model or a seed, and where the other engine left it.

    Attributes:
        schema: as in the warehouse.
        name: without schema.
        files: what the engine wrote of it; none when it made no such table.
        empty: whether the engine says that it made it and wrote nothing, as Sail does of a table
            without rows; its types are then not known.
    """

    schema: str
    name: str
    files: tuple[Path, ...]
    empty: bool = False

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


@dataclass
class Compared:
    """What the comparison came to.

    Attributes:
        tables: tables that are the same.
        cells: cells in them.
        different: what differs, a line a table.
        other_types: unpublished tables with the same values in columns of another width.
    """

    tables: int = 0
    cells: int = 0
    different: list[str] = field(default_factory=list)
    other_types: list[str] = field(default_factory=list)


def made_by_dbt(manifest: Path) -> dict[tuple[str, str], str]:
    """The id of every model and seed that is stored as a table, by schema and name, in their order.

    Raises:
        OSError: dbt left no manifest there.
    """
    nodes = json.loads(manifest.read_text("utf-8"))["nodes"]
    made = {
        (node["schema"], node["alias"]): unique_id
        for unique_id, node in nodes.items()
        if node["resource_type"] == "seed"
        or (node["resource_type"] == "model" and node["config"]["materialized"] != "view")
    }
    return dict(sorted(made.items()))


def compare(warehouse: Path, tables: list[Table]) -> Compared:
    """Hold an engine's tables against those of a warehouse.

    Args:
        warehouse: DuckDB file that the same models were built in.
        tables: what the engine was to make.
    """
    compared = Compared()
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        con.execute(f"attach {text_literal(str(warehouse))} as ours (read_only)")
        for table in tables:
            _one(con, table, compared)
    return compared


def _one(con: duckdb.DuckDBPyConnection, table: Table, compared: Compared) -> None:
    ours = f'ours."{table.schema}"."{table.name}"'
    if not table.files:
        if table.empty and not _count(con, f"from {ours}"):
            compared.tables += 1
        else:
            compared.different.append(f"{table}: the engine wrote no row of it")
        return
    theirs = parquet(table.files)
    here, there = _types(con, f"from {ours}"), _types(con, f"from {theirs}")
    if list(here) != list(there):
        compared.different.append(f"{table}: columns {list(here)} here and {list(there)} there")
        return
    told = [
        f"{name} {here[name]} / {there[name]}"
        for name in here
        if not _is_same_type(here[name], there[name])
    ]
    if told and (
        table.schema in PUBLISHED or any(_are_incomparable(here[n], there[n]) for n in here)
    ):
        compared.different.append(f"{table}: types {', '.join(told)}")
        return
    compared.other_types += [f"{table}: {each}" for each in told]
    rows = [_rows(ours, here, there), _rows(theirs, there, here)]
    told = _told(con, list(here), *rows)
    if told:
        compared.different.append(f"{table}: {told}")
        return
    compared.tables += 1
    compared.cells += _count(con, f"from {ours}") * len(here)


def parquet(files: tuple[Path, ...]) -> str:
    """A table's files as SQL reads them."""
    listed = ", ".join(text_literal(str(file)) for file in files)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def _types(con: duckdb.DuckDBPyConnection, source: str) -> dict[str, str]:
    return {row[0]: row[1] for row in con.execute(f"describe {source}").fetchall()}


def _is_same_type(one: str, other: str) -> bool:
    """Spark has one kind of timestamp with an instant, and text where DuckDB has a 128-bit hash."""
    alike = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMP", "UHUGEINT": "VARCHAR"}
    return alike.get(one, one) == alike.get(other, other)


def _are_incomparable(one: str, other: str) -> bool:
    """Neither the same type nor two widths of exact numbers."""
    return not _is_same_type(one, other) and not (_is_exact(one) and _is_exact(other))


def _is_exact(type_: str) -> bool:
    return type_ in _WHOLE or type_.startswith("DECIMAL")


def _scale(type_: str) -> int:
    return int(type_.rstrip(")").split(",")[1]) if type_.startswith("DECIMAL") else 0


def _rows(source: str, own: dict[str, str], other: dict[str, str]) -> str:
    shown = ", ".join(f'{_value(name, own[name], other[name])} as "{name}"' for name in own)
    return f"select {shown} from {source}"


def _value(name: str, own: str, other: str) -> str:
    """A column's value in a type that both sides can be held against each other in, unrounded."""
    quoted = f'"{name}"'
    if own == "UHUGEINT":
        return hash_as_text(quoted)
    if own.startswith("TIMESTAMP"):
        return f"cast({quoted} as timestamp)"
    if own != other and _is_exact(own):
        return f"cast({quoted} as decimal(38, {max(_scale(own), _scale(other))}))"
    return quoted


def _told(con: duckdb.DuckDBPyConnection, columns: list[str], ours: str, theirs: str) -> str:
    """What differs of two relations with the same columns; '' when nothing does."""
    counts = [_count(con, ours), _count(con, theirs)]
    only = [_count(con, f"{ours} except all {theirs}"), _count(con, f"{theirs} except all {ours}")]
    if counts[0] == counts[1] and only == [0, 0]:
        return ""
    where = [
        f"{name} ({wrong})"
        for name in columns
        if (wrong := _count(con, _column(ours, name) + " except all " + _column(theirs, name)))
    ]
    return (
        f"{counts[0]} rows here and {counts[1]} there, {only[0]} only here, {only[1]} only there;"
        f" columns: {', '.join(where) or 'each alone is the same'}"
    )


def _column(rows: str, name: str) -> str:
    return f'select "{name}" from ({rows})'


def _count(con: duckdb.DuckDBPyConnection, rows: str) -> int:
    (count,) = con.execute(f"select count(*) from ({rows})").fetchone() or (0,)
    return int(count)


def databases(ours: Path, theirs: Path) -> list[str]:
    """What two DuckDB files hold otherwise than each other, a line a table."""
    listed = (
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_catalog = ? order by all"
    )
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        for name, file in (("ours", ours), ("theirs", theirs)):
            con.execute(f"attach {text_literal(str(file))} as {name} (read_only)")
        here, there = (
            [table for (table,) in con.execute(listed, [name]).fetchall()]
            for name in ("ours", "theirs")
        )
        if not here or here != there:
            return [f"tables {sorted(set(here) ^ set(there))} are in one of the two alone"]
        told = {
            table: _told(
                con,
                list(_types(con, f"from ours.{table}")),
                f"select * from ours.{table}",
                f"select * from theirs.{table}",
            )
            for table in here
        }
    return [f"{table}: {wrong}" for table, wrong in told.items() if wrong]


def outcomes(target: Path) -> dict[str, tuple[str, Any]]:
    """How each model, seed and data test ended, and how many rows failed a test, by its id."""
    return {
        unique_id: (each["status"], each["failures"])
        for unique_id, each in dbt_results.ended(target).items()
        if not unique_id.startswith("operation.")
    }
