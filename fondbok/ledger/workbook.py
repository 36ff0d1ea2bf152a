"""Workbooks as rows of text.

Belongs here: opening an xlsx and writing its cells the way a text file would. What the cells mean
is decided where all other text is read.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from fondbok.intake.readers.extent import check_workbook
from fondbok.intake.readers.tables import CellMarks, Refused
from fondbok.ledger import looks, rules, text
from fondbok.ledger.refusal import Refusal

# calamine makes the whole rectangle of a sheet at once, and ends the process when it cannot.
MOST_CELLS = 40_000_000
# The XML of so many cells, and some more.
MOST_BYTES = 4 << 30
_WHY = {
    "FIL_KRYPTERAD": "arbetsboken är skyddad med lösenord",
    "FIL_SKADAD": "arbetsboken är skadad",
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
        book = CalamineWorkbook.from_filelike(io.BytesIO(_guarded(path)))
        found = [
            (
                each.name,
                book.get_sheet_by_name(each.name).to_python(skip_empty_area=False),
                each.visible == SheetVisibleEnum.Visible,
            )
            for each in book.sheets_metadata
            if each.name in book.sheet_names
        ]
    except (CalamineError, OSError, ValueError, EOFError, MemoryError) as error:
        raise Refusal(rules.FIL_TRASIG, type(error).__name__) from error
    except BaseException as error:
        # The reader is Rust: a damaged workbook can end in a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal(rules.FIL_TRASIG, "arbetsboken är skadad") from error
    marks = looks.of_sheets(path)
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


def _guarded(path: Path) -> bytes:
    """The workbook's bytes, when it can be opened at all: what was looked at is what is read.

    Raises:
        Refusal: it is damaged, encrypted, no workbook, or larger than any ledger.
    """
    content = path.read_bytes()
    try:
        check_workbook(content, MOST_CELLS, MOST_BYTES)
    except Refused as refused:
        detail = refused.values.get("detalj", "")
        if refused.rule_id == "FIL_FOR_STOR":
            raise Refusal(rules.CELL_LANGT_BORT, detail) from refused
        reason = _WHY.get(refused.rule_id) or detail
        raise Refusal(rules.FIL_TRASIG, reason) from refused
    return content


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
    return "" if value is None else text.visible(str(value))


def _number_as_text(value: float) -> str:
    # Excel shows and keeps fifteen digits; the rest is the noise of binary fractions.
    plain = f"{Decimal(f'{value:.15g}'):f}"
    whole, _, decimals = plain.partition(".")
    decimals = decimals.rstrip("0")
    if not decimals:
        return whole
    width = 2 if len(decimals) <= 2 else max(4, len(decimals))
    return f"{whole}.{decimals.ljust(width, '0')}"
