"""The keys and references that the published file declares, from what its tables promise.

Belongs here: choosing them and writing them as SQL. Does not belong here: what a table promises
(`fondbok.quality.declared`) and asking whether it is kept (`fondbok.quality.contracts`).

A tool that finds the keys in the file joins on them, so that nobody has to guess. DuckDB enforces
each with an index, which is why only what helps a reader is declared: one key a table, the columns
that others point at, and the references between tables of one schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fondbok.quality.declared import Table

MUNICIPALITY = "kommun_kod"


@dataclass(frozen=True)
class Keys:
    """What is declared of one table.

    Attributes:
        primary: columns of its primary key; empty when it has none that is never missing.
        unique: other sets of columns that no two rows share.
        foreign: (columns, table, columns there), in the schema of the table.
    """

    primary: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    foreign: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()

    def clauses(self) -> list[str]:
        """The lines of a CREATE TABLE."""
        lines = [f"primary key ({_names(self.primary)})"] if self.primary else []
        lines += [f"unique ({_names(each)})" for each in self.unique]
        return lines + [
            f'foreign key ({_names(columns)}) references "{table}" ({_names(targets)})'
            for columns, table, targets in self.foreign
        ]

    def present(self, columns: Iterable[str]) -> Keys:
        """The same for a table that has only these columns."""
        here = set(columns)
        return Keys(
            self.primary if here.issuperset(self.primary) else (),
            tuple(each for each in self.unique if here.issuperset(each)),
            tuple(each for each in self.foreign if here.issuperset(each[0])),
        )


def declared(tables: Iterable[Table]) -> dict[str, Keys]:
    """'schema.table' -> what is declared of it, for every table that may have an index."""
    indexed = {f"{each.schema}.{each.name}": each for each in tables if not each.without_index}
    pointed = _pointed_at(indexed)
    return {name: _of(table, pointed) for name, table in indexed.items()}


def in_order(names: Iterable[str], keys: Mapping[str, Keys]) -> list[str]:
    """Tables by name, each after those it points at.

    Raises:
        ValueError: two tables point at one another.
    """
    waiting = sorted(names)
    there: list[str] = []
    while waiting:
        ready = [name for name in waiting if not _awaited(name, keys, waiting)]
        if not ready:
            raise ValueError(f"tables point at one another: {', '.join(waiting)}")
        there += ready
        waiting = [name for name in waiting if name not in ready]
    return there


def _awaited(name: str, keys: Mapping[str, Keys], waiting: list[str]) -> bool:
    schema = name.partition(".")[0]
    targets = {f"{schema}.{table}" for _, table, _ in keys.get(name, Keys()).foreign}
    return not targets.isdisjoint(set(waiting) - {name})


def _pointed_at(tables: Mapping[str, Table]) -> set[tuple[str, tuple[str, ...]]]:
    """(Table, key) that another table of the schema points at."""
    return {
        (f"{each.reference.schema}.{each.reference.table}", key)
        for table in tables.values()
        for each in table.columns
        if each.reference and each.reference.schema == table.schema
        if (target := tables.get(f"{each.reference.schema}.{each.reference.table}"))
        if (key := _key(target, each.reference.column))
    }


def _key(target: Table, column: str) -> tuple[str, ...]:
    """The key that a column of a table is, alone or within its municipality; empty for none."""
    return next((key for key in _as_keys(column) if key in target.keys), ())


def _as_keys(column: str) -> tuple[tuple[str, ...], ...]:
    """The keys that a column can be: alone, or within its municipality."""
    return (column,), (MUNICIPALITY, column)


def _of(table: Table, pointed: set[tuple[str, tuple[str, ...]]]) -> Keys:
    name = f"{table.schema}.{table.name}"
    never_missing = {column.name for column in table.columns if column.not_null}
    primary = next((key for key in table.keys if never_missing.issuperset(key)), ())
    unique = tuple(
        key for key in table.keys if key != primary and (not primary or (name, key) in pointed)
    )
    return Keys(primary, unique, tuple(_foreign(table, pointed)))


def _foreign(
    table: Table, pointed: set[tuple[str, tuple[str, ...]]]
) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    for column in table.columns:
        to = column.reference
        if to is None or to.schema != table.schema:
            continue
        target = f"{to.schema}.{to.table}"
        key = next((key for key in _as_keys(to.column) if (target, key) in pointed), None)
        if key is not None:
            yield (*key[:-1], column.name), to.table, key


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
