"""Workbooks as rows of text.

Belongs here: opening an xlsx and writing its cells the way a text file would. What the cells mean
is decided where all other text is read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from fondbok.intake.readers.tables import CellMarks
from fondbok.ledger import looks, rules, text
from fondbok.ledger.refusal import Refusal

# calamine makes the whole rectangle of a sheet at once, and ends the process when it cannot.
MOST_CELLS = 40_000_000
_CHUNK, _LONGEST_TAG = 1 << 23, 500
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d+)""")
_TWO_LETTERS = re.compile(rb"""=["'][A-Za-z]{2,}\d""")
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]+)(\d+)["'][^>]*(?<!/)>""")
_ONE_LETTER, _ALL_LETTERS = 26, 16_384


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
        _check_extent(path)
        with path.open("rb") as handle:
            book = CalamineWorkbook.from_filelike(handle)
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


def _check_extent(path: Path) -> None:
    """Refuse a workbook whose far-off cells would fill the memory.

    Raises:
        Refusal: a sheet's rectangle is larger than any ledger's.
    """
    try:
        with zipfile.ZipFile(path) as parts:
            names = [n for n in parts.namelist() if re.search(r"worksheets/[^/]+\.xml$", n)]
            for name in names:
                rows, wide = _rows(parts, name)
                if rows * (_ALL_LETTERS if wide else _ONE_LETTER) <= MOST_CELLS:
                    continue
                rows, columns = _extent(parts, name)
                if rows * columns > MOST_CELLS:
                    raise Refusal(rules.CELL_LANGT_BORT, f"rad {rows}, kolumn {columns}")
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError):
        return  # the reader says what is wrong


def _rows(parts: zipfile.ZipFile, name: str) -> tuple[int, bool]:
    """The last row of a sheet, and whether any column has more than one letter."""
    last, wide = 0, False
    for chunk in _chunks(parts, name):
        last = max([last, *(int(number[:9]) for number in _ROW.findall(chunk))])
        wide = wide or _TWO_LETTERS.search(chunk) is not None
    return last, wide


def _extent(parts: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """The last row and column of a sheet that hold anything."""
    rows = columns = 0
    for chunk in _chunks(parts, name):
        for letters, row in _CELL.findall(chunk):
            rows = max(rows, int(row[:9]))
            columns = max(columns, _column(letters[:4]))
    return rows, columns


def _column(letters: bytes) -> int:
    at = 0
    for letter in letters.upper():
        at = at * 26 + letter - 64
    return at


def _chunks(parts: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part's bytes, each time with the end of what came before, so that no tag is cut."""
    rest = b""
    with parts.open(name) as part:
        while data := part.read(_CHUNK):
            yield rest + data
            rest = data[-_LONGEST_TAG:]


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
