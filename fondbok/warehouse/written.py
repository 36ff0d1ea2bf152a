"""Published tables that Python writes beside dbt's: their definition, and the comments on them.

Belongs here: what such a table looks like, said once for the table itself, its contract and the
documentation. Does not belong here: the tables (each where its rows are made) and their rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from fondbok import organisation

KOMMUN_KOD = {
    "kommun_kod": (
        "varchar not null",
        "Kommunens kod, fyra siffror (SCB). 0000 när hemmets kommun.toml inte har någon, som för en"
        " region.",
    )
}
"""The first column of every table that is not national."""


@dataclass(frozen=True)
class WrittenTable:
    """A published table without a dbt model.

    Attributes:
        schema: mart or kvalitet.
        name: the table.
        text: what a row of it is, in Swedish.
        columns: name -> (type and constraints as SQL has them, what it means in Swedish); what is
            written. Whose the rows are, the table itself puts first.
        key: columns no two rows of a municipality may share, enforced; empty when only a contract
            asks for it.
        is_open: whether anybody may have it as open data.
        is_national: whether its rows are no municipality's.
    """

    schema: str
    name: str
    text: str
    columns: dict[str, tuple[str, str]]
    key: tuple[str, ...] = ()
    is_open: bool = field(kw_only=True)
    is_national: bool = field(default=False, kw_only=True)

    @property
    def table(self) -> str:
        """'mart.release'."""
        return f"{self.schema}.{self.name}"

    @property
    def all_columns(self) -> dict[str, tuple[str, str]]:
        """The columns as they stand in the table, the municipality's code first."""
        return self.columns if self.is_national else {**KOMMUN_KOD, **self.columns}

    def shown(self) -> list[tuple[str, str, str]]:
        """(name, type, meaning) of every column, as people read it."""
        return [
            (name, sql.partition(" not null")[0].partition(" check ")[0], text)
            for name, (sql, text) in self.all_columns.items()
        ]

    def create(self, con: duckdb.DuckDBPyConnection) -> None:
        """Put an empty table, described in its own comments, in the place of the one there."""
        parts = [f"{name} {sql}" for name, (sql, _) in self.all_columns.items()]
        first = self.all_columns.keys() - self.columns.keys()
        if first:
            parts[0] += f" default {_quoted(organisation.kommun_kod())}"
        parts += [f"primary key ({', '.join((*first, *self.key))})"] if self.key else []
        con.execute(f"create schema if not exists {self.schema}")
        con.execute(f"create or replace table {self.table} ({', '.join(parts)})")
        con.execute(f"comment on table {self.table} is {_quoted(self.text)}")
        for name, (_, text) in self.all_columns.items():
            con.execute(f"comment on column {self.table}.{name} is {_quoted(text)}")

    def insert(self, con: duckdb.DuckDBPyConnection, rows: Sequence[Sequence[Any]]) -> None:
        """Put rows in, their values in the order of the columns, in one statement."""
        kinds = [kind for name, kind, _ in self.shown() if name in self.columns]
        unnested = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
        values = [[row[place] for row in rows] for place in range(len(self.columns))]
        names = ", ".join(self.columns)
        con.execute(f"insert into {self.table} ({names}) select {unnested}", values)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
