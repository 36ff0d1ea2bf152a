"""A Word table as a table of projects: columns under their headers, merged cells, what is not read.

Belongs here: what Word's way of drawing a table does to its rows. Which table is which is in
`docx`; what the columns mean is `headers`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from fondbok.findings import Finding, Rule
from fondbok.intake.headers import MONEY_FIELDS
from fondbok.intake.readers.docx_xml import WordCell, WordRow, WordTable
from fondbok.intake.readers.tables import Grid, Row, Table, is_blank
from fondbok.intake.rules import (
    BELOPP_EJ_VISAT,
    BELOPP_SAMMANSLAGET,
    RAD_EJ_VISAD,
    TABELL_I_CELL,
    TEXT_EJ_VISAD,
    note,
)
from fondbok.values.amounts import Amount, parse_amount
from fondbok.values.text import Cell, tidy

_LIKE_MONEY: Final = 1_000
_YEARS = range(1990, 2101)
_AMOUNT_INSIDE = re.compile(r"\d ?(?:kr|kronor|sek|tkr|mkr|miljon\w*|euro?|€)(?!\w)", re.IGNORECASE)


def grid_of(table: WordTable, blad: str) -> Grid:
    """The table's own texts by column of its grid, without blank rows."""
    rows: list[Row] = []
    merged: dict[int, list[tuple[int, int]]] = {}
    for rad, row in enumerate(table.rows, start=1):
        cells = _texts(row.cells)
        if not is_blank(cells):
            rows.append((rad, cells))
            merged[rad] = [
                (each.at, each.at + each.span - 1) for each in row.cells if each.span > 1
            ]
    return Grid(blad, rows, merged=merged)


def _texts(cells: Sequence[WordCell]) -> list[Cell]:
    texts: list[Cell] = []
    for cell in cells:
        texts += [""] * (cell.at + cell.span - len(texts))
        texts[cell.at] = cell.text
    return texts


def is_money(text: str) -> bool:
    """Whether words are an amount of some size, and no year or count."""
    amount = parse_amount(tidy(text))
    if not isinstance(amount, Amount):
        return False
    if amount.currency is not None:
        return bool(amount.value)
    return abs(amount.value) >= _LIKE_MONEY and amount.value not in _YEARS


def holds_money(table: WordTable) -> bool:
    """Whether any cell of a table, or of tables inside it, is an amount of some size."""
    return any(
        is_money(cell.text) or any(map(holds_money, cell.tables))
        for row in table.rows
        for cell in row.cells
    )


@dataclass(frozen=True)
class Columns:
    """Where columns begin in a table's grid, and where each stands among the project table's."""

    starts: list[int]
    targets: list[int]
    widths: list[int]

    def place(self, cell: WordCell) -> int:
        """The column that a cell stands under: where it begins, else the one it covers most of."""
        last = bisect_right(self.starts, cell.at) - 1
        if last >= 0 and self.starts[last] == cell.at:
            return self.targets[last]
        end = cell.at + cell.span
        covered: dict[int, int] = {}
        for column in range(max(last, 0), len(self.starts)):
            begin = max(self.starts[column], cell.at)
            until = min([end, *self.starts[column + 1 : column + 2]])
            if begin >= end:
                break
            covered[column] = sum(map(self._width, range(begin, until)))
        return self.targets[max(covered, key=lambda at: covered[at])] if covered else cell.at

    def _width(self, at: int) -> int:
        return max(self.widths[at], 1) if at < len(self.widths) else 1


def columns_of(table: WordTable, found: Table) -> Columns:
    """The columns under a header that stands in the table itself."""
    cells = table.rows[found.header_rad - 1].cells
    starts = {cell.at for cell in cells} | {at for at, text in enumerate(found.header) if text}
    return Columns(sorted(starts), sorted(starts), table.widths)


def columns_continued(table: WordTable, above: Table, places: Sequence[int]) -> Columns | None:
    """The columns of a table without a header that is as wide as the one above it, or None.

    Args:
        table: The table without a header.
        above: The project table that it may continue.
        places: Where its columns begin.
    """
    rows = [row.cells for row in table.rows if row.cells]
    counts = Counter(len(cells) for cells in rows)
    if not counts:
        return None
    usual = max(counts, key=lambda count: (counts[count], count))
    model = next(cells for cells in rows if len(cells) == usual)
    if usual == len(places):
        return Columns([cell.at for cell in model], list(places), table.widths)
    if max(cell.at + cell.span for cell in model) == above.width:
        return Columns(list(places), list(places), table.widths)
    return None


class ProjectTable:
    """Puts the rows of a Word table under the header of a project table, and says what is odd."""

    def __init__(
        self,
        word: WordTable,
        table: Table,
        columns: Columns,
        rows: range,
        apart: frozenset[int],
    ) -> None:
        """Place the cells under the header.

        Args:
            word: The Word table.
            table: The project table found in it; its rows are filled anew.
            columns: Where the header's columns begin.
            rows: The rows of the Word table that belong to it, its header among them.
            apart: Ids of the tables inside it that are read as tables of their own.
        """
        self.word = word
        self.table = table
        self.rows = rows
        self.apart = apart
        self.fynd: list[Finding] = []
        self._placed = {
            rad: self._place(word.rows[rad - 1].cells, columns) for rad, _ in table.rows
        }

    def read(self) -> list[Finding]:
        """Fill the table's rows; returns what is to be said."""
        rows: list[Row] = [
            (rad, cast("list[Cell]", self._texts(rad))) for rad, _ in self.table.rows
        ]
        self.table.rows[:] = rows
        self.table.marks.commented = frozenset(
            (rad, at)
            for rad, placed in self._placed.items()
            for at, cell in placed.items()
            if cell.commented
        )
        self._fill_merged()
        self._say_left_out()
        return self.fynd

    def _place(self, cells: Sequence[WordCell], columns: Columns) -> dict[int, WordCell]:
        """The row's cells by the column they stand under."""
        places = [columns.place(cell) for cell in cells]
        filled = [at for at, cell in zip(places, cells, strict=True) if cell.text]
        if len(set(filled)) < len(filled) and len(cells) == len(columns.starts):
            # The grid puts two cells under one header: cell by cell they fit.
            places = columns.targets
        placed: dict[int, WordCell] = {}
        for at, cell in zip(places, cells, strict=True):
            self._put(at, cell, placed)
        return placed

    def _put(self, at: int, cell: WordCell, placed: dict[int, WordCell]) -> None:
        other = placed.get(at)
        if other is not None and (not cell.text or not other.text):
            placed[at] = cell if cell.text else other
            return
        if other is not None and self._field(at) in MONEY_FIELDS:
            # Two amounts under one header: nobody knows which is meant, so both are shown.
            placed[at] = replace(other, text=f"{other.text} | {cell.text}")
            return
        if other is not None:
            at = cell.at if self._is_free(cell.at, placed) else self._beyond(placed)
        placed[at] = cell

    def _beyond(self, placed: dict[int, WordCell]) -> int:
        """A column to the right of everything that has a header."""
        return max([len(self.table.header), self.table.width, *(at + 1 for at in placed)])

    def _is_free(self, at: int, placed: dict[int, WordCell]) -> bool:
        return at not in placed and not self._header(at)

    def _header(self, at: int) -> str:
        return self.table.header[at] if at < len(self.table.header) else ""

    def _field(self, at: int) -> str | None:
        column = self.table.columns[at] if at < len(self.table.columns) else None
        return None if column is None else column.field

    def _texts(self, rad: int) -> list[str]:
        placed = self._placed[rad]
        texts = [""] * (max([*placed, self.table.width - 1]) + 1)
        for at, cell in placed.items():
            texts[at] = self._amounts_apart(rad, at, cell)
        return texts

    def _amounts_apart(self, rad: int, at: int, cell: WordCell) -> str:
        """A money cell with a table in it is not read as one amount."""
        tables = [table for table in cell.tables if id(table) not in self.apart]
        inner = [tidy(inside.text) for inside in _all_cells(tables) if inside.text]
        if not inner:
            return cell.text
        words = " | ".join(inner)
        if self._field(at) in MONEY_FIELDS:
            return " | ".join([*([cell.text] if cell.text else []), words])
        self._say(TABELL_I_CELL, rad, at, words)
        return cell.text

    def _fill_merged(self) -> None:
        """What stands once over several rows holds for each of them; money counts once."""
        shown: dict[int, tuple[int, str]] = {}
        rows = {rad: cast("list[str]", cells) for rad, cells in self.table.rows}
        counts: Counter[tuple[int, int]] = Counter()
        for rad, placed in self._placed.items():
            for at, cell in placed.items():
                if not cell.above:
                    shown[at] = (rad, rows[rad][at] if cell.merged else "")
                    continue
                first, text = shown.get(at, (0, ""))
                if not text:
                    continue
                if self._field(at) in MONEY_FIELDS:
                    counts[first, at] += 1
                elif self._field(at) is not None:
                    rows[rad][at] = text
        for (rad, at), more in counts.items():
            self._say_merged(rad, at, rows[rad][at], more + 1)

    def _say_merged(self, rad: int, at: int, text: str, antal: int) -> None:
        amount = parse_amount(tidy(text))
        if isinstance(amount, Amount) and not amount.value:
            return
        self._say(BELOPP_SAMMANSLAGET, rad, at, tidy(text), antal=antal)

    def _say_left_out(self) -> None:
        for rad in self.rows:
            row = self.word.rows[rad - 1]
            if rad not in self._placed and rad != self.table.header_rad:
                self.fynd += left_out_row(self.table.blad, rad, row)
                continue
            for why, text in row.gone:
                rule = BELOPP_EJ_VISAT if is_money(text) else TEXT_EJ_VISAD
                self._say(rule, rad, None, text, hur=why)
            for at, cell in self._cells(rad, row):
                for why, text in cell.left_out:
                    self._say(self._rule(at, text), rad, at, text, hur=why)

    def _cells(self, rad: int, row: WordRow) -> Iterator[tuple[int, WordCell]]:
        if rad in self._placed:
            yield from self._placed[rad].items()
        else:
            yield from ((cell.at, cell) for cell in row.cells)

    def _rule(self, at: int, text: str) -> Rule:
        amount = isinstance(parse_amount(tidy(text)), Amount) or _AMOUNT_INSIDE.search(text)
        in_money = self._field(at) in MONEY_FIELDS and amount
        return BELOPP_EJ_VISAT if in_money or is_money(text) else TEXT_EJ_VISAD

    def _say(self, rule: Rule, rad: int, at: int | None, varde: str, **more: object) -> None:
        kolumn = None if at is None else self.table.column_name(at)
        self.fynd.append(
            note(rule, blad=self.table.blad, rad=rad, kolumn=kolumn, varde=varde, **more)
        )


def keep_amounts_apart(table: Table) -> None:
    """Amounts under each other in one cell are several, never the digits of one."""
    money = [
        at
        for at, column in enumerate(table.columns)
        if column is not None and column.field in MONEY_FIELDS
    ]
    for _, cells in table.rows:
        for at in money:
            text = cells[at] if at < len(cells) else None
            if isinstance(text, str) and "\n" in text and isinstance(cells, list):
                cells[at] = _apart(text)


def _apart(text: str) -> str:
    lines = [tidy(line) for line in text.split("\n") if tidy(line)]
    amounts = [line for line in lines if isinstance(parse_amount(line), Amount)]
    return " / ".join(lines) if len(amounts) > 1 else text


def left_out_row(blad: str, rad: int, row: WordRow, *, only_money: bool = False) -> list[Finding]:
    """A row of which nothing is shown but something is there: one finding with its words."""
    left = [*row.gone, *(each for cell in row.cells for each in cell.left_out)]
    texts = [text for _, text in left]
    if not texts or (only_money and not any(map(is_money, texts))):
        return []
    words = " | ".join(texts)
    return [note(RAD_EJ_VISAD, blad=blad, rad=rad, varde=words, hur=left[0][0])]


def _all_cells(tables: Sequence[WordTable]) -> Iterator[WordCell]:
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                yield cell
                yield from _all_cells(cell.tables)
