"""Rows on their way to a raw table, as columns.

Belongs here: that every key of a row is a column of its table. Apart from the tables' definition,
so that what only looks at the warehouse does not load pyarrow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from fondbok.errors import FondbokError


class UnknownColumn(FondbokError):
    """A row has a key that is no column of its raw table: it would be lost without a word."""


def as_batch(table: str, rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    """Rows of one raw table, column by column; a key that a row lacks is unknown.

    Raises:
        UnknownColumn: a row has a key that the table has no column for.
        pyarrow.ArrowInvalid: a value does not fit its column.
    """
    known = frozenset(schema.names)
    for row in rows:
        if not row.keys() <= known:
            lost = ", ".join(sorted(row.keys() - known))
            raise UnknownColumn(f"raw.{table} has no column for {lost}")
    return pa.RecordBatch.from_pylist(rows, schema=schema)
