"""Compare what two homes publish, table by table: `make same-mart A=var B=/other/home`.

For a change of the code that is meant to change no figure: refresh the same landing folder with
the code before and after, and every table must hold the same rows. Only the release's own number
and the versions it was made with may differ.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

# One release names itself and what made it; two codes make two of them.
OF_THE_RELEASE = {"utgava", "release", "release_id"}


def tables(database: duckdb.DuckDBPyConnection, name: str) -> dict[str, list[str]]:
    """Columns by schema.table of an attached database."""
    rows = database.execute(
        "select schema_name || '.' || table_name, column_name from duckdb_columns() "
        "where database_name = ? and not internal order by schema_name, table_name, column_index",
        [name],
    ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def differences(first: Path, second: Path) -> tuple[list[str], int]:
    """What differs between two published marts, a line a table, and how many tables are equal."""
    database = duckdb.connect()
    for name, file in (("a", first), ("b", second)):
        database.execute(f"attach '{file}' as {name} (read_only)")
    ours, theirs = tables(database, "a"), tables(database, "b")
    lines = [f"{table}: only in {first}" for table in ours if table not in theirs]
    lines += [f"{table}: only in {second}" for table in theirs if table not in ours]
    equal = 0
    for table in (table for table in ours if table in theirs):
        said = _difference(database, table, ours[table], theirs[table])
        equal += not said
        lines += said
    return lines, equal


def _difference(
    database: duckdb.DuckDBPyConnection, table: str, ours: list[str], theirs: list[str]
) -> list[str]:
    lines = []
    if set(ours) != set(theirs):
        lines.append(
            f"{table}: columns differ: -{sorted(set(ours) - set(theirs))} "
            f"+{sorted(set(theirs) - set(ours))}"
        )
    columns = [c for c in ours if c in theirs and c not in OF_THE_RELEASE]
    listed = ", ".join(f'"{column}"' for column in columns)
    lost, new = (
        database.execute(
            f"select count(*) from (select {listed} from {x}.{table} "
            f"except all select {listed} from {y}.{table})"
        ).fetchall()[0][0]
        for x, y in (("a", "b"), ("b", "a"))
    )
    if lost or new:
        lines.append(f"{table}: {lost} rows only before, {new} only after")
    return lines


def main(first: str, second: str) -> int:
    """Print what differs; 1 when anything does."""
    files = [Path(home) / "mart" / "fondbok.duckdb" for home in (first, second)]
    lines, equal = differences(*files)
    print("\n".join(lines))
    print(f"{equal} tables equal, {len(lines)} differences")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
