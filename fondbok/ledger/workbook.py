"""Workbooks as rows of text.

Belongs here: opening an xlsx and writing its cells the way a text file would. What the cells mean
is decided where all other text is read.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from fondbok.ledger import rules, text
from fondbok.ledger.refusal import Refusal


def sheets(path: Path) -> list[tuple[str, list[list[str]]]]:
    """Name and cells of every sheet that holds any, as text, rows from the first on.

    Raises:
        Refusal: the workbook is damaged, encrypted or no workbook.
    """
    try:
        with path.open("rb") as handle:
            book = CalamineWorkbook.from_filelike(handle)
            sheets = [
                (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in book.sheet_names
            ]
    except (CalamineError, OSError, ValueError, EOFError, MemoryError) as error:
        raise Refusal(rules.FIL_TRASIG, type(error).__name__) from error
    except BaseException as error:
        # The reader is Rust: a damaged workbook can end in a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal(rules.FIL_TRASIG, "arbetsboken är skadad") from error
    return [(name, [[as_text(v) for v in row] for row in rows]) for name, rows in sheets if rows]


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
