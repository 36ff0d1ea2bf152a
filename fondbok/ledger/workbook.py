"""Workbooks as rows of text.

Belongs here: opening an xlsx and writing its cells the way a text file would. What the cells mean
is decided where all other text is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import SheetVisibleEnum

from fondbok.files.blocks import visible
from fondbok.files.extent import check_workbook
from fondbok.files.marks import CellMarks
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_FOR_STOR, FIL_KRYPTERAD, FIL_SKADAD
from fondbok.files.workbook import opened
from fondbok.ledger import looks, rules

# calamine makes the whole rectangle of a sheet at once, and ends the process when it cannot.
MOST_CELLS = 40_000_000
# The XML of so many cells, and some more.
MOST_BYTES = 4 << 30
_WHY = {
    FIL_KRYPTERAD.id: "arbetsboken är skyddad med lösenord",
    FIL_SKADAD.id: "arbetsboken är skadad",
}


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds cells.

    Attributes:
        name: its name.
        rows: its cells as text, from the first row on.
        visible: whether a person sees it.
        marks: what a person sees of its rows beside their values.
    """

    name: str
    rows: list[list[str]]
    visible: bool = True
    marks: CellMarks = field(default_factory=CellMarks)


def sheets(path: Path) -> list[Sheet]:
    """Every sheet that holds any cells.

    Raises:
        Refusal: the workbook is damaged, encrypted, no workbook, or has a cell far from the others.
    """
    try:
        return _sheets(path.read_bytes())
    except Refusal as refused:
        raise _as_ledger(refused) from refused
    except (OSError, MemoryError) as error:
        raise Refusal(rules.LEDGER_FIL_TRASIG, varde=type(error).__name__) from error


def _sheets(content: bytes) -> list[Sheet]:
    check_workbook(content, MOST_CELLS, MOST_BYTES)
    with opened(content) as book:
        found = [
            (
                each.name,
                book.get_sheet_by_name(each.name).to_python(skip_empty_area=False),
                each.visible == SheetVisibleEnum.Visible,
            )
            for each in book.sheets_metadata
            if each.name in book.sheet_names
        ]
        marks = looks.of_sheets(content)
    return [
        Sheet(
            name,
            [[as_text(v) for v in row] for row in rows],
            visible,
            marks.get(name, CellMarks()),
        )
        for name, rows, visible in found
        if rows
    ]


def _as_ledger(refused: Refusal) -> Refusal:
    """Why a workbook cannot be opened, in the words for a ledger."""
    detail = refused.values.get("detalj", "")
    if refused.rule is FIL_FOR_STOR:
        return Refusal(rules.LEDGER_CELL_LANGT_BORT, varde=detail)
    return Refusal(rules.LEDGER_FIL_TRASIG, varde=_WHY.get(refused.rule.id) or detail)


def as_text(value: object) -> str:
    """A workbook's cell as a text file would have written it.

    A number that is not whole gets two decimals or at least four: three would read as thousands.
    """
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return _number_as_text(value)
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, time | timedelta):
        return str(value)
    return "" if value is None else visible(str(value))


def _number_as_text(value: float) -> str:
    # Excel shows and keeps fifteen digits; the rest is the noise of binary fractions.
    plain = f"{Decimal(f'{value:.15g}'):f}"
    whole, _, decimals = plain.partition(".")
    decimals = decimals.rstrip("0")
    if not decimals:
        return whole
    width = 2 if len(decimals) <= 2 else max(4, len(decimals))
    return f"{whole}.{decimals.ljust(width, '0')}"
