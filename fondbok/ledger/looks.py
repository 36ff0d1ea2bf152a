"""What a person sees of a workbook's rows beside their values: hidden, struck through, "917 EUR".

Belongs here: bringing that to the ledger's rows. How it is read from a sheet's XML is in
fondbok.files.sheet_xml, which the submissions use as well.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import replace
from xml.parsers import expat

from fondbok.files.marks import CellMarks
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_SKADAD
from fondbok.files.sheet_xml import Looks, read_looks, read_marks
from fondbok.files.workbook import sheet_parts
from fondbok.values.number_format import NumberFormat

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_CHUNK = 1 << 23
_ROW_ENDS = b"row>"


def of_sheets(content: bytes) -> dict[str, CellMarks]:
    """What is seen of each sheet that shows anything of the kind, by its name.

    Raises:
        Refusal: the workbook's list of parts cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            present = set(archive.namelist())
            head = {name: archive.read(name) for name in (_WORKBOOK, _RELATIONS) if name in present}
            names, styles, strings = sheet_parts(head)
            parts = {name: archive.read(name) for name in (styles, strings) if name in present}
            looks = _of_amounts(read_looks(parts.get(styles, b""), parts.get(strings, b"")))
            found = {
                sheet: _marks(archive, part, looks)
                for sheet, part in names.items()
                if part in present
            }
    except (KeyError, ValueError, expat.ExpatError, zipfile.BadZipFile) as error:
        raise Refusal(FIL_SKADAD) from error
    return {sheet: marks for sheet, marks in found.items() if marks != CellMarks()}


def _of_amounts(looks: Looks) -> Looks:
    """Without the number formats that leave an amount in kronor what it is."""
    formats = {number: each for number, each in looks.formats.items() if beside(each)}
    return replace(looks, formats=formats)


def beside(seen: NumberFormat) -> str:
    """What an amount's number format makes of it, as a word after it; '' when it stays kronor.

    A format that leaves digits out and says so ("917 tkr" of 917 000) shows the same amount; one
    that writes tkr beside all of them does not.
    """
    if seen.percent:
        return "%"
    if seen.power and seen.power != seen.hidden:
        return "tkr" if seen.power == 3 else "mkr"
    return "" if seen.currency is None or seen.currency == "SEK" else seen.currency


def _marks(archive: zipfile.ZipFile, part: str, looks: Looks) -> CellMarks:
    found = CellMarks()
    for rows in _in_rows(archive, part):
        marks = read_marks(rows, looks)
        found.hidden_rows |= marks.hidden_rows
        found.struck |= marks.struck
        found.half_struck |= marks.half_struck
        found.formats |= marks.formats
    return found


def _in_rows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A sheet's XML in pieces of whole rows: the whole of it would fill the memory."""
    rest = b""
    with archive.open(part) as xml:
        while data := xml.read(_CHUNK):
            rest += data
            cut = rest.rfind(_ROW_ENDS) + len(_ROW_ENDS)
            if cut >= len(_ROW_ENDS):
                yield rest[:cut]
                rest = rest[cut:]
    yield rest


def as_seen(cells: list[str], row: int, amounts: Collection[int], marks: CellMarks) -> list[str]:
    """A row whose amounts carry the currency or the unit that their cells are shown with.

    Args:
        cells: the row.
        row: its number.
        amounts: the columns that hold amounts.
        marks: what is seen of the sheet.
    """
    shown = list(cells)
    for column in amounts:
        seen = marks.formats.get((row, column))
        if seen is not None and column < len(shown) and shown[column].strip():
            shown[column] = f"{shown[column]} {beside(seen)}"
    return shown
