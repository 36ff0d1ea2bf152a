"""Two homes held against each other, table by table, without what the clock decides.

Belongs here: what of a raw or published table may differ between two histories of the same landing
folder, which is the time things happened at and what a release tells of itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from fondbok.publish import release as releases

OF_THE_CLOCK = {"inlast_tid", "publicerad", "blad_nr"}
OF_THE_RELEASE = {"mart.release", releases.CHANGES, "kvalitet.kontroll", "raw.landing"}
# What a raw row of a ledger is known by: the number of its sheet is of one warehouse only.
LEDGER_ROWS = "(select * from raw.ledger_rad inner join raw.ledger_blad using (blad_nr))"


def tables(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every raw and published table of a database as sorted rows."""
    with duckdb.connect(str(file), read_only=True) as con:
        names = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where list_contains(['raw', 'mart', 'kvalitet', 'text'], schema_name)"
            " and database_name = current_database() order by all"
        ).fetchall()
        return {name: _rows(con, name) for (name,) in names if name not in OF_THE_RELEASE}


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    source = LEDGER_ROWS if name == "raw.ledger_rad" else name
    columns = [row[0] for row in con.execute(f"describe from {source}").fetchall()]
    kept = ", ".join(f'"{column}"' for column in columns if column not in OF_THE_CLOCK)
    return con.execute(f"select {kept} from {source} order by all").fetchall()


def differing(a: Path, b: Path) -> Iterator[str]:
    """What one database has and the other has not, a line a table."""
    grown, made = tables(a), tables(b)
    assert grown.keys() == made.keys()
    for name, found in grown.items():
        if found != made[name]:
            more = [row for row in found if row not in made[name]]
            less = [row for row in made[name] if row not in found]
            yield f"{name}: grown {more[:5]}, from nothing {less[:5]}"
