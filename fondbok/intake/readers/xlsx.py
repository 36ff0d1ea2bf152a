"""Workbooks: sheets to grids, cells as they are.

Belongs here: what Excel does to a value on its way to us. Row numbers are those a person sees.
calamine shows a cell that holds an error, or a formula never calculated, as empty; such a cell
would turn wrong money into unknown money, so both are looked up in the sheet's own XML.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final, cast
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from fondbok.intake.headers import Kind
from fondbok.intake.readers.archive import open_office
from fondbok.intake.readers.tables import (
    Grid,
    Refused,
    Row,
    Source,
    Uncalculated,
    find_name_column,
    find_table,
    is_blank,
    label_pairs,
)
from fondbok.intake.rules import note
from fondbok.intake.values.amounts import Amount, parse_amount
from fondbok.intake.values.text import Cell, key

MAX_CELLS: Final = 2_000_000

_SHEETS: dict[str, Kind] = {
    "start": "start",
    "projekt": "projekt",
    "projektlista": "projekt",
    "svar": "svar",
    "samverkan": "samverkan",
    "indikatorer": "indikator",
    "nätverk": "natverk",
    "händelser": "handelse",
}
# The template's own helper sheets hold no answers.
_HELP_SHEETS = frozenset(
    {"listor", "kontroll", "instruktion", "instruktioner", "läsmig", "hjälp", "lathund"}
)

# No cell takes fewer bytes: a part shorter than this many cells need not be counted.
_SHORTEST_CELL: Final = 4
# Patterns that begin with one fixed sign: the engine then finds it many times faster.
_FAR_AWAY = re.compile(
    rb"""=(?<=[\sr]=)\s*["'](?:[A-Za-z]{3,}\d+|[A-Za-z]{2}\d{4,}|[A-Za-z]*\d{5,})["']"""
)
_FORMULA = re.compile(rb"f(?<=[<:]f)")
_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]+)(\d+)["'][^>]*(?<!/)>""")
_UNPLACED_CELL = re.compile(rb"""<(?:\w+:)?c(?:\s(?![^>]*\br\s*=)[^>]*)?>""")
_ODD_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt\s*=\s*["']e["'])[^>]*?\br\s*=\s*["']([A-Za-z]+)(\d+)["'][^>]*>"""
    rb"""(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<""",
    re.DOTALL,
)
_UNCALCULATED = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]+)(\d+)["'][^>]*(?<!/)><(?:\w+:)?f\b"""
    rb"""(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</"""
)
_ERROR_TYPES = (b'"e"', b"'e'")


def read(content: bytes) -> Source:
    """A workbook as a submission.

    Raises:
        Refused: not a workbook that can or should be opened.
    """
    parts = open_office(content, "Excel-arbetsbok", "xl/workbook.xml")
    # Every part with cells, whatever the workbook's list calls it: calamine may read any of them.
    for part in parts.values():
        if b"sheetData" in part:
            _check_extent(part)
    sheets = _sheet_parts(parts)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            grids = {
                name: _grid(workbook, name, parts.get(sheets.get(name, "")))
                for name in workbook.sheet_names
                if key(name) not in _HELP_SHEETS
            }
    except Refused:
        raise
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise Refused("FIL_SKADAD") from error
    except BaseException as error:
        # A panic in calamine's Rust code is no Exception; it means the same to the reader.
        if type(error).__name__ != "PanicException":
            raise
        raise Refused("FIL_SKADAD") from error
    return _source(grids)


def _source(grids: dict[str, Grid]) -> Source:
    source = Source("xlsx")
    unnamed: list[Grid] = []
    for name, grid in grids.items():
        kind = _SHEETS.get(key(name))
        if kind == "start":
            source.start.extend(label_pairs(grid))
        elif kind == "projekt":
            source.add_project_table(find_table(grid, "projekt") or find_name_column(grid))
        elif kind is not None:
            if (table := find_table(grid, kind)) is not None:
                source.side.setdefault(kind, []).append(table)
        elif grid.rows:
            unnamed.append(grid)
    if not source.projekt:
        unnamed = _take_project_sheet(source, unnamed)
    source.fynd.extend(note("BLAD_OVANTAT", blad=grid.blad, varde=grid.blad) for grid in unnamed)
    return source


def _take_project_sheet(source: Source, grids: list[Grid]) -> list[Grid]:
    """Without a sheet named Projekt: the one sheet whose header fits.

    Raises:
        Refused: two sheets fit; which one is meant is not guessed.
    """
    fitting = [(grid, table) for grid in grids if (table := find_table(grid, "projekt"))]
    if not fitting:
        return grids
    if len(fitting) > 1:
        names = " och ".join(grid.blad for grid, _ in fitting)
        raise Refused("PROJEKTTABELL_FLERA", varde=names)
    grid, table = fitting[0]
    source.add_project_table(table)
    return [other for other in grids if other is not grid]


def _grid(workbook: CalamineWorkbook, name: str, xml: bytes | None) -> Grid:
    if xml is None:
        raise Refused("FIL_SKADAD")
    sheet = workbook.get_sheet_by_name(name)
    # skip_empty_area drops leading blank rows, and with them the right row numbers.
    cells = cast("list[list[Cell]]", sheet.to_python(skip_empty_area=False))
    for (row, column), text in _lost_cells(xml).items():
        _put(cells, row, column, text)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _fill_down(cells, top, left, bottom, right)
    rows: list[Row] = [(rad, row) for rad, row in enumerate(cells, start=1) if not is_blank(row)]
    return Grid(name, rows)


def _fill_down(cells: list[list[Cell]], top: int, left: int, bottom: int, right: int) -> None:
    """A name merged over several rows holds for each of them; an amount only stands once."""
    if left != right or top >= len(cells) or left >= len(cells[top]):
        return
    value = cells[top][left]
    if not isinstance(value, str) or isinstance(parse_amount(value), Amount):
        return
    for row in cells[top + 1 : bottom + 1]:
        if not is_blank(row):
            row[left] = value


def _put(cells: list[list[Cell]], row: int, column: int, text: str) -> None:
    if row >= len(cells):
        return
    line = cells[row]
    line.extend([""] * (column + 1 - len(line)))
    if line[column] in ("", None):
        line[column] = text


def _lost_cells(xml: bytes) -> dict[tuple[int, int], str]:
    """Cells calamine shows as empty: errors ("#REF!") and formulas without a value."""
    lost: dict[tuple[int, int], str] = {}
    for at in _error_types(xml):
        if cell := _ODD_CELL.match(xml, xml.rfind(b"<", 0, at)):
            lost[_place(cell)] = cell[3].decode("utf-8", "replace")
    for tag in _FORMULA.finditer(xml):
        formula = xml.rfind(b"<", 0, tag.start())
        if cell := _UNCALCULATED.match(xml, xml.rfind(b"<", 0, formula)):
            formula_text = (cell[3] or b"").decode("utf-8", "replace")[:80]
            lost[_place(cell)] = Uncalculated(f"={formula_text}")
    return lost


def _error_types(xml: bytes) -> Iterator[int]:
    for sign in _ERROR_TYPES:
        at = xml.find(sign) if sign[:1] in xml else -1
        while at >= 0:
            yield at
            at = xml.find(sign, at + 1)


def _place(cell: re.Match[bytes]) -> tuple[int, int]:
    return int(cell[2]) - 1, _column(cell[1])


def _check_extent(xml: bytes) -> None:
    """Refuse a sheet whose far-off cells would make the grid fill the memory.

    calamine builds the whole rectangle of a sheet at once and ends the process when it cannot.
    """
    if len(xml) > _SHORTEST_CELL * MAX_CELLS and xml.count(b"<c ") + xml.count(b":c ") > MAX_CELLS:
        raise Refused("FIL_FOR_STOR", detalj="ett blad med för många celler")
    if not _FAR_AWAY.search(xml):
        return
    if _UNPLACED_CELL.search(xml):
        raise Refused("FIL_OSAKER", detalj="celler utan plats på ett stort blad")
    last_row = last_column = 0
    for letters, row in _FILLED_CELL.findall(xml):
        last_row = max(last_row, int(row[:9]))
        last_column = max(last_column, _column(letters[:5]) + 1)
    if last_row * last_column > MAX_CELLS:
        raise Refused("FIL_FOR_STOR", detalj=f"ett blad med {last_row} rader")


def _column(letters: bytes) -> int:
    at = 0
    for letter in letters.upper():
        at = at * 26 + letter - 64
    return at - 1


def _sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """Sheet name -> part that holds its cells.

    Raises:
        Refused: the workbook's own list of sheets cannot be read.
    """
    try:
        workbook = _elements(parts["xl/workbook.xml"])
        relations = _elements(parts.get("xl/_rels/workbook.xml.rels", b"<r/>"))
    except Exception as error:  # any way of being malformed means the same to the reader
        raise Refused("FIL_SKADAD") from error
    target = {
        attributes.get("Id", ""): _part_name(attributes.get("Target", ""))
        for _, attributes in relations
    }
    found: dict[str, str] = {}
    for name, attributes in workbook:
        if name != "sheet":
            continue
        ids = [value for key_, value in attributes.items() if key_.endswith("}id")]
        sheet = attributes.get("name", "")
        if sheet in found:
            # Excel gives no two sheets one name; which of them calamine reads is not guessed.
            raise Refused("FIL_SKADAD")
        if ids:
            found[sheet] = target.get(ids[0], "")
    return found


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Local name and attributes of every element; a tree of them costs five times as much.

    Raises:
        ValueError: a document type, which can define entities.
        ExpatError: the part is not well-formed.
    """
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name.rpartition("}")[2], attributes)
    )
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(xml, True)
    return found


def _refuse_doctype(*_: object) -> None:
    raise ValueError("document type")


def _part_name(target: str) -> str:
    bare = target.lstrip("/")
    return bare if target.startswith("/") or bare.startswith("xl/") else f"xl/{bare}"
