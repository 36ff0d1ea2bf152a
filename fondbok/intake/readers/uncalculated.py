"""Formulas with a value that they do not come to: a program filled in the workbook and left a 0.

Belongs here: which cells of a table are doubted. Excel calculates anew when the file is opened, so
that who looks at it there sees other figures than those that are stored. A formula without any
value at all is known from the sheet's XML (`fondbok.files.sheet_xml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, cast

from fondbok.files.formulas import Cells, Formula, Unsure, is_words, number_of
from fondbok.files.marks import Uncalculated
from fondbok.intake.readers.tables import Grid, Table
from fondbok.values.amounts import format_amount
from fondbok.values.text import Cell, decimal_of

# Binary noise and a rounded sum of öre are no other value.
_NOISE: Final = Decimal("0.01")
_PART: Final = Decimal("0.000001")
# Running sums down a long sheet would look at each cell once per row.
_MOST_LOOKS: Final = 2_000_000
_MOST_NAMED: Final = 100
_DEEPEST: Final = 50
_CALCULATES_WHEN_OPENED: Final = re.compile(rb"""\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")


def doubt_formulas(tables: Iterable[Table], grids: Sequence[Grid], workbook: bytes) -> None:
    """Mark the cells of tables whose stored value is not what their formula comes to.

    A project's name that is stored as 0 loses its value: the row is no prepared one, somebody is
    to be told.

    Args:
        tables: Tables of the workbook.
        grids: Every sheet of it.
        workbook: Its part with the list of sheets, which says when it is to be calculated.
    """
    if not any(table.marks.formulas for table in tables):
        return
    book = _Book(grids, trusted=_CALCULATES_WHEN_OPENED.search(workbook) is None)
    for table in tables:
        if table.marks.formulas:
            _doubt(table, book)


def _doubt(table: Table, book: _Book) -> None:
    named = {at for at, column in enumerate(table.columns) if column and column.field == "projekt"}
    known = [at for at, column in enumerate(table.columns) if column is not None]
    for rad, cells in table.rows:
        for at in known:
            formula = table.marks.formulas.get((rad, at))
            cell = cells[at] if formula is not None and at < len(cells) else None
            if formula is None or isinstance(cell, bool) or not isinstance(cell, (int, float)):
                continue
            if at in named:
                if not cell and book.names_something(table.blad, formula):
                    cast("list[Cell]", cells)[at] = Uncalculated(f"={formula.text}")
            elif (doubt := book.doubt((table.blad, rad, at), formula, cell)) is not None:
                table.marks.doubted[rad, at] = doubt


class _Book:
    """The sheets of a workbook as formulas see them."""

    def __init__(self, grids: Sequence[Grid], *, trusted: bool) -> None:
        self._rows = {grid.blad.casefold(): dict(grid.rows) for grid in grids}
        self._formulas = {grid.blad.casefold(): grid.marks.formulas for grid in grids}
        self._known: dict[tuple[str, int, int], Cell] = {}
        self._under_way: set[tuple[str, int, int]] = set()
        self._looks = 0
        self._calculated = trusted and any(map(_has_calculated, grids))

    def doubt(
        self, cell: tuple[str, int, int], formula: Formula, stored: int | float
    ) -> str | None:
        """What speaks against a stored number, as a message goes on; None where nothing does."""
        blad, rad, at = cell
        self._under_way = {(blad.casefold(), rad - 1, at)}
        try:
            value = number_of(self._value(blad, formula))
        except Unsure:
            return "är aldrig uträknad" if not stored and not self._calculated else None
        exact = decimal_of(stored)
        if exact is None or abs(value - exact) <= max(_NOISE, abs(value) * _PART):
            return None
        return f"blir {_shown(value)} av de celler som den räknar med"

    def names_something(self, blad: str, formula: Formula) -> bool:
        """Whether any of the cells that a formula names holds words."""
        return any(is_words(cell) for each in formula.cells() for cell in self._all(blad, each))

    def _value(self, blad: str, formula: Formula) -> Cell:
        return formula.value(lambda sheet, row, at: self._cell(sheet or blad, row, at))

    def _all(self, blad: str, named: Cells) -> list[Cell]:
        """The first cells of those that are named; cells that are not there are none."""
        rows = self._rows.get((named.sheet or blad).casefold(), {})
        within = [rows.get(row + 1, ()) for row in range(named.top, named.bottom + 1)[:_MOST_NAMED]]
        return [cell for cells in within for cell in cells[named.left : named.right + 1]]

    def _cell(self, blad: str, row: int, at: int) -> Cell:
        """What stands in a cell; of one with a formula what that comes to, where it is simple.

        Raises:
            Unsure: there is no such sheet, or a formula has no value that anybody knows.
        """
        sheet, self._looks = blad.casefold(), self._looks + 1
        if sheet not in self._rows or self._looks > _MOST_LOOKS:
            raise Unsure
        cells = self._rows[sheet].get(row + 1, ())
        cell = cells[at] if at < len(cells) else None
        formula = self._formulas[sheet].get((row + 1, at))
        if formula is None:
            return None if cell == "" else cell
        place = (sheet, row, at)
        if place not in self._known:
            self._known[place] = self._calculate(place, formula, cell)
        return self._known[place]

    def _calculate(self, place: tuple[str, int, int], formula: Formula, stored: Cell) -> Cell:
        if place in self._under_way or len(self._under_way) > _DEEPEST:
            raise Unsure
        self._under_way.add(place)
        try:
            return self._value(place[0], formula)
        except Unsure:
            if isinstance(stored, Uncalculated) or not (stored or self._calculated):
                raise
            return stored
        finally:
            self._under_way.remove(place)


def _has_calculated(grid: Grid) -> bool:
    """Whether any formula of a sheet has a value that somebody calculated."""
    rows = dict(grid.rows)
    return any(
        at < len(cells := rows.get(rad, ())) and _is_value(cells[at])
        for rad, at in grid.marks.formulas
    )


def _is_value(cell: Cell) -> bool:
    return bool(cell) and not isinstance(cell, Uncalculated)


def _shown(value: Decimal) -> str:
    return format_amount(value.quantize(_NOISE))
