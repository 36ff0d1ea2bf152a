"""Sheets without a header that is known: do their rows look like projects with money?

Belongs here: what is told of rows that nobody reads. What a table is, is in `tables`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from fondbok.findings import Finding
from fondbok.intake.readers.tables import (
    MAX_COLUMNS,
    Grid,
    column_letter,
    is_blank,
    is_total_label,
)
from fondbok.intake.rules import BLAD_OVANTAT, BLAD_UTAN_RUBRIK, note
from fondbok.values.amounts import Amount, format_amount, read_amount
from fondbok.values.resolve import Register, resolve
from fondbok.values.text import Cell, cell_text, tidy

# One such row may be a note; a fund or a role beside the amount makes it a project.
_FEWEST_ROWS: Final = 2
_AN_AMOUNT: Final = Decimal(1_000)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_FEWEST_LETTERS: Final = 3
_REGISTERS: tuple[Register, ...] = ("fond", "roll")


def say_without_header(grid: Grid, *, unknown: bool) -> list[Finding]:
    """What is remarked on a sheet that is not read.

    Args:
        grid: The sheet.
        unknown: Its name is none of the form's, so that it is remarked on whatever it holds.
    """
    amounts: dict[int, Decimal] = defaultdict(Decimal)
    rows = known = 0
    for _, row in grid.rows:
        cells = row[:MAX_COLUMNS]
        found = _amounts(cells) if _names_something(cells) else {}
        for at, amount in found.items():
            amounts[at] += amount
        rows += bool(found)
        known += bool(found) and _names_fund_or_role(cells)
    if rows < _FEWEST_ROWS and not known:
        return [note(BLAD_OVANTAT, blad=grid.blad, varde=grid.blad)] if unknown else []
    sums = [
        f"{format_amount(amount)} i kolumn {column_letter(at)}"
        for at, amount in sorted(amounts.items())
    ]
    return [
        note(
            BLAD_UTAN_RUBRIK,
            blad=grid.blad,
            varde=grid.blad,
            antal=rows,
            summa=" och ".join(sums),
        )
    ]


def _names_something(cells: Sequence[Cell]) -> bool:
    """Whether a row has words that may name a project, and none that label a sum."""
    words = [tidy(cell) for cell in cells if isinstance(cell, str) and not is_blank([cell])]
    if any(is_total_label(each) for each in words):
        return False
    return any(
        sum(map(str.isalpha, each)) >= _FEWEST_LETTERS and not isinstance(read_amount(each), Amount)
        for each in words
    )


def _amounts(cells: Sequence[Cell]) -> dict[int, Decimal]:
    """The cells of a row that are more likely money than a count, a year or a telephone."""
    found: dict[int, Decimal] = {}
    for at, cell in enumerate(cells):
        amount = read_amount(cell)
        if not isinstance(amount, Amount) or _is_code(cell):
            continue
        is_year = _FIRST_YEAR <= amount.value <= _LAST_YEAR and not amount.own_unit
        if amount.own_unit or (abs(amount.value) >= _AN_AMOUNT and not is_year):
            found[at] = amount.value
    return found


def _is_code(cell: Cell) -> bool:
    return isinstance(cell, str) and tidy(cell).startswith("0")


def _names_fund_or_role(cells: Sequence[Cell]) -> bool:
    return any(
        resolve(register, tidy(cell_text(cell))).how == "exakt"
        for cell in cells
        if isinstance(cell, str) and not is_blank([cell])
        for register in _REGISTERS
    )
