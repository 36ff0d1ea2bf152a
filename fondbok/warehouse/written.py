"""Published tables that Python writes beside dbt's: their definition, and the comments on them.

Belongs here: what such a table looks like, said once for the table itself, its contract and the
documentation. Does not belong here: the tables (each where its rows are made) and their rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class WrittenTable:
    """A published table without a dbt model.

    Attributes:
        schema: mart or kvalitet.
        name: the table.
        text: what a row of it is, in Swedish.
        columns: name -> (type and constraints as SQL has them, what it means in Swedish).
        key: columns no two rows may share, enforced; empty when only a contract asks for it.
    """

    schema: str
    name: str
    text: str
    columns: dict[str, tuple[str, str]]
    key: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """'mart.release'."""
        return f"{self.schema}.{self.name}"

    def shown(self) -> list[tuple[str, str, str]]:
        """(name, type, meaning) of every column, as people read it."""
        return [
            (name, sql.partition(" not null")[0].partition(" check ")[0], text)
            for name, (sql, text) in self.columns.items()
        ]

    def create(self, con: duckdb.DuckDBPyConnection) -> None:
        """Put an empty table, described in its own comments, in the place of the one there."""
        parts = [f"{name} {sql}" for name, (sql, _) in self.columns.items()]
        parts += [f"primary key ({', '.join(self.key)})"] if self.key else []
        con.execute(f"create schema if not exists {self.schema}")
        con.execute(f"create or replace table {self.table} ({', '.join(parts)})")
        con.execute(f"comment on table {self.table} is {_quoted(self.text)}")
        for name, (_, text) in self.columns.items():
            con.execute(f"comment on column {self.table}.{name} is {_quoted(text)}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
