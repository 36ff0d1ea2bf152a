"""How large a workbook's sheets are, before anyone builds them.

Belongs here: the one guard that every workbook passes before calamine sees it. calamine makes the
whole rectangle of a sheet at once, from its first cell to the last, and ends the process when it
cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from fondbok.errors import FondbokError
from fondbok.files import rules
from fondbok.files.archive import stream_office
from fondbok.files.refusal import Refusal

# A tag with all its attributes is shorter.
_LONGEST_TAG: Final = 600
_LAST_ROW: Final = 1_048_576
_ONE_LETTER: Final = 26
_FOUR_DIGITS: Final = 9_999
# Patterns that begin with one fixed sign: the engine then finds it many times faster.
_BEYOND_ANY_SHEET = re.compile(
    rb"""=(?<=[\sr]=)\s*["'](?:[A-Za-z]{4,}\d+|[A-Za-z]*(?:\d{8,}|[2-9]\d{6}|1[1-9]\d{5}))["']"""
)
_FAR_DOWN = re.compile(rb"""=(?<=[\sr]=)\s*["'][A-Za-z]*\d{5,}["']""")
_LETTERS = re.compile(rb"""=(?<=[\sr]=)\s*["']([A-Za-z]{2,})\d""")
_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]+)(\d+)["'][^>]*(?<!/)>""")
# Every program that writes references writes them first.
_MAYBE_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:>|[\s/](?!r=))")
_UNPLACED_CELL = re.compile(rb"""<(?:\w+:)?c(?:\s(?![^>]*\br\s*=)[^>]*)?>""")
_ROW_TAG = re.compile(rb"""<(?:\w+:)?row(?=[\s/>])(?:[^>]*?\sr\s*=\s*["'](\d{1,9}))?""")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s/>]")
# Only such references can make a rectangle that is too large; patterns that begin with one fixed
# sign are found many times faster.
_FAR_AWAY = re.compile(
    rb"""=(?<=[\sr]=)\s*["'](?:[A-Za-z]{3,}\d+|[A-Za-z]{2}\d{4,}|[A-Za-z]*\d{5,})["']"""
)
# No cell takes fewer bytes: a part shorter than this many cells need not be counted.
_SHORTEST_CELL: Final = 4


def check_workbook(content: bytes, most_cells: int, most_bytes: int) -> None:
    """Refuse a workbook that another library could not open within the memory there is.

    Args:
        content: The workbook's bytes.
        most_cells: Cells of the largest sheet, counted as a rectangle.
        most_bytes: Bytes that the whole workbook may unpack to.

    Raises:
        Refusal: it is no workbook, damaged, or too large.
    """
    try:
        for _, chunks in _parts(content, most_bytes):
            check_sheet(chunks, most_cells, exactly=False)
    except _MaybeTooLarge:
        for _, chunks in _parts(content, most_bytes):
            check_sheet(chunks, most_cells)


def _parts(content: bytes, most_bytes: int) -> Iterator[tuple[str, Iterator[bytes]]]:
    return stream_office(content, "Excel-arbetsbok", "xl/workbook.xml", most_bytes)


def check_parts(parts: Iterable[bytes], most_cells: int) -> None:
    """Refuse a workbook whose parts are unpacked already and hold too large a sheet.

    Raises:
        Refusal: a sheet's rectangle has more cells than that.
    """
    for part in parts:
        if b"sheetData" in part and _may_be_large(part, most_cells):
            check_sheet([part], most_cells)


def _may_be_large(part: bytes, most: int) -> bool:
    if _FAR_AWAY.search(part):
        return True
    long = len(part) > _SHORTEST_CELL * most
    return long and part.count(b"<c ") + part.count(b":c ") > most


class _MaybeTooLarge(FondbokError):
    """A bound on the sheet is too large; only its cells one by one can tell."""


def check_sheet(chunks: Iterable[bytes], most: int, *, exactly: bool = True) -> None:
    """Refuse a part whose far-off cells would make the grid fill the memory.

    Every part with cells is to be checked, whatever the workbook's list calls it: calamine may
    read any of them.

    Args:
        chunks: The part's XML, in pieces.
        most: Cells that a sheet's rectangle may have.
        exactly: Look at each cell; else only at the longest references, which is much faster.

    Raises:
        Refusal: the rectangle has more cells than that.
        _MaybeTooLarge: it may have more cells than that.
    """
    size = _Size()
    has_cells = False
    for chunk, new in _overlapping(chunks):
        has_cells = has_cells or b"sheetData" in chunk
        if not has_cells:
            continue
        if _BEYOND_ANY_SHEET.search(chunk):
            raise Refusal(rules.FIL_FOR_STOR, detalj="en cell utanför det största blad som finns")
        size.cells += new.count(b"<c ") + new.count(b":c ")
        size.take(*(_furthest(chunk) if exactly else _at_most(chunk)))
        if size.unplaced or (_MAYBE_UNPLACED.search(chunk) and _UNPLACED_CELL.search(chunk)):
            size.take_unplaced(new)
        if max(size.rows * size.columns, size.cells) <= most:
            continue
        if not exactly:
            raise _MaybeTooLarge
        detail = f"ett blad med {size.rows} rader och {size.columns} kolumner"
        raise Refusal(rules.FIL_FOR_STOR, detalj=detail)


@dataclass
class _Size:
    """The rectangle so far, and what a sheet without references has come to."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    unplaced: bool = False
    _row: int = 0
    _in_row: int = 0

    def take(self, rows: int, columns: int) -> None:
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)

    def take_unplaced(self, xml: bytes) -> None:
        """Cells without a reference stand each right of the one before."""
        self.unplaced = True
        numbers = [int(number or 0) for number in _ROW_TAG.findall(xml)]
        self._row = max([self._row, *numbers]) + numbers.count(0)
        first, *others = (len(_CELL_TAG.findall(piece)) for piece in _ROW_TAG_ONLY.split(xml))
        self._in_row += first
        widest = max([self._in_row, *others])
        self._in_row = others[-1] if others else self._in_row
        self.take(self._row, widest)


_ROW_TAG_ONLY = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")


def _overlapping(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Each piece with the end of what came before, so that no tag is cut; and the piece itself."""
    rest = b""
    for chunk in chunks:
        yield rest + chunk, chunk
        rest = chunk[-_LONGEST_TAG:]


def _at_most(chunk: bytes) -> tuple[int, int]:
    """Rows and columns that the references can reach by their length."""
    letters = set(_LETTERS.findall(chunk))
    columns = max([_ONE_LETTER, *map(column_number, letters)])
    return (_LAST_ROW if _FAR_DOWN.search(chunk) else _FOUR_DIGITS), columns


def _furthest(chunk: bytes) -> tuple[int, int]:
    """The last row and the last column of the cells that hold anything."""
    rows = columns = 0
    for letters, row in _FILLED_CELL.findall(chunk):
        rows, columns = max(rows, int(row)), max(columns, column_number(letters))
    return rows, columns


def column_number(letters: bytes) -> int:
    """The column Excel calls so, A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
