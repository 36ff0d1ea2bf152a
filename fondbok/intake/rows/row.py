"""One row of a table by field, and the remarks made at its cells.

Belongs here: how a row's cells are reached. What a field's words mean is for the `*_fields`
modules.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from fondbok.files.privacy.personal_data import mask
from fondbok.findings import Finding, Rule
from fondbok.intake.headers import Header
from fondbok.intake.readers.tables import Table, column_letter
from fondbok.intake.rules import note
from fondbok.values.text import (
    Cell,
    cell_text,
    is_missing,
    is_missing_words,
    key,
    tidy,
    tidy_lines,
)

_NO_COLUMN: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Where the fields of a table stand: field id -> columns, in order."""

    table: Table
    columns: dict[str, tuple[int, ...]]
    only: dict[str, int]
    """The column of each field that stands in one column only."""
    keys: tuple[str, ...]
    """One name a column for the row kept as JSON, quoted and with its colon; no two are alike."""
    header_words: frozenset[str]
    """The headers as spellings are compared."""


def plan(table: Table) -> Plan:
    """The columns of a table by field."""
    columns: dict[str, tuple[int, ...]] = {}
    for at, header in enumerate(table.columns):
        if header is not None:
            columns[header.field] = (*columns.get(header.field, ()), at)
    keys: dict[str, None] = {}
    for at in range(len(table.header)):
        name = table.column_name(at)
        keys[name if name not in keys else f"{name} ({column_letter(at)})"] = None
    only = {name: places[0] for name, places in columns.items() if len(places) == 1}
    words = frozenset(key(text) for text in table.header if text)
    return Plan(table, columns, only, tuple(map(_json_key, keys)), words)


def _json_key(name: str) -> str:
    return f"{encode_basestring(name)}: "


@dataclass(slots=True)
class RowCells:
    """A row with its place; remarks gather in `fynd`."""

    plan: Plan
    rad: int
    cells: Sequence[Cell]
    fynd: list[Finding] = field(default_factory=list)
    words: list[str] = field(init=False)
    """Every cell as one line of words, without empty ones at the end."""
    said: list[str | None] = field(init=False)
    """The words a column, None where they say that there is no value."""

    def __post_init__(self) -> None:
        """Turn the cells to words once: every field asks for them."""
        words = [
            (tidy(cell) if cell else "") if isinstance(cell, str) else cell_text(cell)
            for cell in self.cells
        ]
        while words and not words[-1]:
            words.pop()
        self.words = words
        self.said = [None if is_missing_words(text) else text for text in words]
        self.said += [None] * (len(self.plan.table.columns) - len(words))

    @property
    def blad(self) -> str:
        """The sheet the row stands on."""
        return self.plan.table.blad

    def columns(self, name: str) -> tuple[int, ...]:
        """The columns that hold a field."""
        return self.plan.columns.get(name, _NO_COLUMN)

    def cell_at(self, at: int) -> Cell:
        """A cell by column; beyond the row's end there is nothing."""
        return self.cells[at] if at < len(self.cells) else None

    def header_at(self, at: int) -> Header:
        """What the column means."""
        header = self.plan.table.columns[at]
        return header if header is not None else Header("")

    def words_at(self, at: int) -> str:
        """A cell's words by column; beyond the row's end there are none."""
        return self.words[at] if at < len(self.words) else ""

    def column(self, name: str) -> int | None:
        """The column of a field that holds something; the first when none does."""
        only = self.plan.only.get(name)
        if only is not None:
            return only
        columns = self.plan.columns.get(name)
        if columns is None:
            return None
        return next((at for at in columns if self.said[at] is not None), columns[0])

    def cell(self, name: str) -> Cell:
        """The cell of a field, None when there is no such column."""
        at = self.column(name)
        return None if at is None else self.cell_at(at)

    def text(self, name: str) -> str | None:
        """The words of a field in one line; None when missing."""
        at = self.column(name)
        return None if at is None else self.said[at]

    def lines(self, name: str) -> str | None:
        """The words of a free text field with its line breaks; None when missing."""
        at = self.column(name)
        if at is None:
            return None
        cell = self.cell_at(at)
        if not isinstance(cell, str) or not ("\n" in cell or "\r" in cell):
            return self.said[at]
        words = tidy_lines(cell)
        return None if is_missing(words) else words

    def take_away(self, at: int) -> None:
        """Let a cell have no value; the row that is kept to be read by people keeps its words."""
        self.cells = [*self.cells[:at], None, *self.cells[at + 1 :]]
        self.said[at] = None

    def note(
        self, rule: Rule, name: str | int | None, varde: str | None = None, **more: Any
    ) -> None:
        """Remark at the cell of a field (or a column by number)."""
        self.fynd.append(self.finding(rule, name, varde, **more))

    def finding(
        self, rule: Rule, name: str | int | None, varde: str | None = None, **more: Any
    ) -> Finding:
        """A remark at a cell that is not yet among the row's."""
        at = self.column(name) if isinstance(name, str) else name
        kolumn = None if at is None else self.plan.table.column_name(at)
        shown = varde if varde is not None or at is None else self.shown(at)
        values = {key: _masked(value) for key, value in more.items()}
        return note(
            rule, blad=self.blad, rad=self.rad, kolumn=kolumn, varde=_masked(shown), **values
        )

    def shown(self, at: int) -> str:
        """The original value of a cell as a message repeats it."""
        return self.words_at(at)

    def line(self) -> str:
        """The row's words in one text, to hash or to search them at once."""
        return "\x1f".join(self.words)

    def whole(self, *, search: bool = True) -> str:
        """The row as JSON {header: words}, empty cells left out.

        Kept to be read by people: every column is searched as free text, codes too.

        Args:
            search: False when `line` is known to hold no personal data.
        """
        words = [_masked(text) for text in self.words] if search else self.words
        keys = self.plan.keys
        if len(words) > len(keys):
            keys += tuple(_json_key(column_letter(at)) for at in range(len(keys), len(words)))
        named = [
            name + encode_basestring(text) for name, text in zip(keys, words, strict=False) if text
        ]
        return f"{{{', '.join(named)}}}"

    def content_hash(self) -> str:
        """md5 over the row's words: two rows with the same hash say the same."""
        return hashlib.md5(self.line().encode(), usedforsecurity=False).hexdigest()


def _masked(value: Any) -> Any:
    """A text without personal data of any form; other values as they are."""
    return _masked_text(value) if isinstance(value, str) else value


# A finding at a cell and the row kept whole ask about the same text, one after the other.
@lru_cache(maxsize=64)
def _masked_text(text: str) -> str:
    found = mask(text)
    return found.text if found else text


def row_id(sha: str, blad: str, rad: int) -> str:
    """The id that ties every figure to its row."""
    return hashlib.md5(f"{sha}|{blad}|{rad}".encode(), usedforsecurity=False).hexdigest()
