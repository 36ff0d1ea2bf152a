"""Read a published file to the end, in a process of its own: `python -m fondbok.publish.verify F`.

Belongs here: the last look at a release before it is served.
"""

from __future__ import annotations

import sys

import duckdb


def verify(path: str) -> int:
    """Read every row of every table; the number of tables.

    Raises:
        duckdb.Error: the file or a table cannot be read.
        ValueError: there is a view, or mart.release does not hold exactly one row.
    """
    with duckdb.connect(path, read_only=True) as con:
        views = con.execute("select view_name from duckdb_views() where not internal").fetchall()
        if views:
            raise ValueError(f"published file holds views: {views}")
        names = con.execute(
            """select '"' || schema_name || '"."' || table_name || '"' from duckdb_tables()"""
        ).fetchall()
        for (name,) in names:
            con.execute(f"select count(*), sum(hash(t)::hugeint) from {name} as t").fetchone()
        row = con.execute("select count(*) from mart.release").fetchone()
        if row != (1,):
            raise ValueError("mart.release must hold one row")
        return len(names)


if __name__ == "__main__":
    sys.stdout.write(f"{verify(sys.argv[1])}\n")
