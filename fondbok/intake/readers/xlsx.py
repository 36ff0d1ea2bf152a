"""Workbooks: sheets to grids, cells as they are.

Belongs here: which sheet is which, and what Excel does to a value on its way to us. Row numbers are
those a person sees. What a sheet's XML knows beside its values is read by `sheet_xml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, cast

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from fondbok.files.archive import open_office
from fondbok.files.conditional import apply_rules, read_rules
from fondbok.files.extent import check_parts
from fondbok.files.marks import CellMarks
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_SKADAD
from fondbok.files.sheet_xml import Looks, read_looks, read_sheet_xml
from fondbok.files.workbook import opened, read_beside, sheet_parts
from fondbok.findings import Finding
from fondbok.intake import headers
from fondbok.intake.headers import Header, Kind
from fondbok.intake.readers.headerless import say_without_header
from fondbok.intake.readers.tables import (
    Grid,
    Row,
    Said,
    Source,
    Table,
    find_name_column,
    find_table,
    find_tables,
    is_blank,
    is_total_label,
    label_pairs,
)
from fondbok.intake.readers.uncalculated import doubt_formulas
from fondbok.intake.rules import BLAD_DOLT, BLAD_FLERA, BLAD_LASES_INTE, note
from fondbok.values.amounts import NO_UNIT, Amount, parse_amount, read_amount
from fondbok.values.text import Cell, cell_text, key, tidy

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
    "samverkanspartner": "part",
    "personal": "personal",
    "ansökningar": "ansokan",
    "ärende": "arende",
}
# Asked for later than the others: an older workbook may use the name for something else.
_LATER: frozenset[Kind] = frozenset({"part", "personal", "ansokan", "arende"})
# The template's own helper sheets hold no answers.
_HELP_SHEETS = frozenset(
    {"listor", "kontroll", "instruktion", "instruktioner", "läsmig", "hjälp", "lathund"}
    | {"exportsammanfattning", "exportsummary"}
)
# Of them those with sentences.
_TOLD_ON = _HELP_SHEETS - {"listor", "kontroll"}
_MOST_TOLD: Final = 500
# Numbers saves each table of a sheet as a sheet of its own.
_OF_NUMBERS = re.compile(r"\s*[-–]\s*(?:tabell|table)\s*\d+$", re.IGNORECASE)
# What such a sheet lists is no account, however much it looks like one.
_NO_ACCOUNT = re.compile(
    r"exempel|mall|arkiv|utkast|gammal|gamla|kopia|backup|test|förra året|föregående år",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Sheet:
    """A sheet with what its name and its visibility say of it."""

    grid: Grid
    kind: Kind | None
    hidden: bool


@dataclass(frozen=True)
class _Book:
    """An opened workbook: its parts, which of them is which sheet, and what its styles say."""

    workbook: CalamineWorkbook
    parts: dict[str, bytes]
    names: dict[str, str]
    looks: Looks
    styles: bytes


def read(content: bytes) -> Source:
    """A workbook as a submission.

    Raises:
        Refusal: not a workbook that can or should be opened.
    """
    parts = open_office(content, "Excel-arbetsbok", "xl/workbook.xml")
    check_parts(parts.values(), MAX_CELLS)
    names, styles, strings = sheet_parts(parts)
    with opened(content) as workbook:
        looks = read_looks(parts.get(styles, b""), parts.get(strings, b""))
        book = _Book(workbook, parts, names, looks, parts.get(styles, b""))
        sheets = [
            _Sheet(
                grid := _grid(book, sheet.name),
                _kind(sheet.name, grid),
                sheet.visible is not SheetVisibleEnum.Visible,
            )
            for sheet in workbook.sheets_metadata
            if not _is_help(sheet.name)
        ]
        helping = [
            _grid(book, sheet.name)
            for sheet in workbook.sheets_metadata
            if _is_help(sheet.name) and names.get(sheet.name, "") in parts
        ]
        grids = [*(sheet.grid for sheet in sheets), *helping]
        said = [*_said_on(workbook, sheets, helping), *_said_in_comments(names, grids)]
    source = _source(sheets)
    source.said += said
    source.left_out += _uncounted(source, helping)
    doubt_formulas(source.tables(), grids, parts["xl/workbook.xml"])
    return source


def _uncounted(source: Source, helping: Sequence[Grid]) -> list[tuple[str, Table]]:
    """Tables on the form's own sheets with projects and money that are counted nowhere."""
    if not helping:
        return []
    counted = {paid for table in source.projekt for paid in _payments(table)}
    return [
        (f"det heter {grid.blad}", table)
        for grid in helping
        for table in find_tables(grid)
        if _payments(table) - counted
    ]


def _is_help(name: str) -> bool:
    return _plain_key(name) in _HELP_SHEETS


def _payments(table: Table) -> set[tuple[str, Decimal]]:
    """Projects with money, by name and amount; what is called an example is none."""
    named, paid = (
        [at for at, column in enumerate(table.columns) if column and column.field == field]
        for field in ("projekt", "utbetalt")
    )
    return {
        (key(name), amount)
        for _, cells in table.rows
        if (name := _words_in(cells, named)) and not _NO_ACCOUNT.search(name)
        if not is_total_label(name)
        for at in paid
        if at < len(cells) and (amount := _amount(cells[at], table.columns[at]))
    }


def _words_in(cells: Sequence[Cell], columns: list[int]) -> str:
    return " ".join(tidy(cell_text(cells[at])) for at in columns if at < len(cells)).strip()


def _amount(cell: Cell, column: Header | None) -> Decimal:
    amount = read_amount(cell, column.unit if column else NO_UNIT)
    return amount.value if isinstance(amount, Amount) else Decimal(0)


def _said_on(
    workbook: CalamineWorkbook, sheets: Sequence[_Sheet], helping: Sequence[Grid]
) -> Iterator[Said]:
    """Names of sheets, what stands on them outside their cells, the words of those that help."""
    help_of = {grid.blad: grid for grid in helping}
    for sheet in workbook.sheets_metadata:
        yield Said("ett blads namn", sheet.name)
        if sheet.name in help_of and _plain_key(sheet.name) in _TOLD_ON:
            yield from _words_of(help_of[sheet.name])
    for read in sheets:
        yield from (Said(f"bladet {read.grid.blad}", text) for text in read.grid.beside)


def _words_of(grid: Grid) -> Iterator[Said]:
    for _, cells in grid.rows[:_MOST_TOLD]:
        yield from (
            Said(f"bladet {grid.blad}", cell) for cell in cells if isinstance(cell, str) and cell
        )


def _said_in_comments(names: Iterable[str], grids: Sequence[Grid]) -> Iterator[Said]:
    """What comments say, in the order of the sheets."""
    comments = {grid.blad: grid.comments for grid in grids}
    for name in names:
        for text in comments.get(name, ()):
            yield Said(f"en kommentar på bladet {name}", text)


def _kind(name: str, grid: Grid) -> Kind | None:
    kind = _SHEETS.get(_plain_key(name))
    if kind in _LATER and find_table(grid, kind) is None:
        return None
    return kind


def _plain_key(name: str) -> str:
    return key(_OF_NUMBERS.sub("", tidy(name)))


def _source(sheets: list[_Sheet]) -> Source:
    source = Source("xlsx")
    projects: list[tuple[_Sheet, list[Table]]] = []
    for sheet in sheets:
        kind, grid = sheet.kind, sheet.grid
        if kind == "start":
            tables = [table for table in find_tables(grid) if table.rows]
            above = tables[0].before if tables else grid.rows
            source.start.extend(label_pairs(Grid(grid.blad, above)))
            if tables:
                projects.append((sheet, tables))
        elif kind is None or kind == "projekt":
            tables = [table for table in find_tables(grid) if table.rows or kind is not None]
            if not tables and kind == "projekt" and (names := find_name_column(grid)):
                tables = [names]
            if tables:
                projects.append((sheet, tables))
            elif grid.rows:
                source.fynd += say_without_header(grid, unknown=kind is None)
                source.said += _words_of(grid)
        elif (table := find_table(grid, kind)) is not None:
            source.side.setdefault(kind, []).append(table)
        else:
            source.fynd += say_without_header(grid, unknown=False) or _say_unread(grid)
    _take_projects(source, projects)
    if not source.projekt and not source.start:
        beside = (table for tables in source.side.values() for table in tables)
        pairs = (pair for table in beside for pair in label_pairs(Grid(table.blad, table.before)))
        source.start += [pair for pair in pairs if headers.match(pair.label, "start")]
    return source


def _say_unread(grid: Grid) -> list[Finding]:
    """A sheet of the form's with rows below no header of the form's."""
    rows = sum(not is_blank(cells) for _, cells in grid.rows)
    if rows == 0:
        return []
    return [note(BLAD_LASES_INTE, blad=grid.blad, varde=grid.blad, antal=rows)]


def _take_projects(source: Source, sheets: list[tuple[_Sheet, list[Table]]]) -> None:
    """Every visible sheet with projects counts, the one called Projekt first."""
    visible = [each for each in sheets if not each[0].hidden]
    counted = visible or sheets
    for sheet, tables in sheets:
        reason = _why_not(sheet, [other for other, _ in counted])
        if reason is not None and any(table.rows for table in tables):
            source.left_out += [(reason, table) for table in tables if table.rows]
    counted = [
        each for each in counted if _why_not(each[0], [other for other, _ in counted]) is None
    ]
    counted.sort(key=lambda each: each[0].kind != "projekt")
    for sheet, tables in counted:
        for table in tables:
            source.add_project_table(table)
        if sheet.hidden:
            blad = sheet.grid.blad
            source.fynd.append(note(BLAD_DOLT, blad=blad, varde=blad))
    if len(counted) > 1:
        names = " och ".join(sheet.grid.blad for sheet, _ in counted)
        source.fynd.append(note(BLAD_FLERA, varde=names))


def _why_not(sheet: _Sheet, counted: list[_Sheet]) -> str | None:
    """Why a sheet with projects does not count; None when it does."""
    if sheet not in counted:
        return "det är dolt"
    if sheet.kind == "projekt" or len(counted) < 2:
        return None
    name = sheet.grid.blad
    return f"det heter {name}" if _NO_ACCOUNT.search(name) else None


def _grid(book: _Book, name: str) -> Grid:
    part = book.names.get(name, "")
    xml = book.parts.get(part)
    if xml is None:
        raise Refusal(FIL_SKADAD)
    sheet = book.workbook.get_sheet_by_name(name)
    # skip_empty_area drops leading blank rows, and with them the right row numbers.
    cells = cast("list[list[Cell]]", sheet.to_python(skip_empty_area=False))
    seen = read_sheet_xml(xml, book.looks)
    for (row, column), text in seen.lost.items():
        _put(cells, row, column, text)
    for (row, column), text in seen.unmarked.items():
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = text
    merged: dict[int, list[tuple[int, int]]] = {}
    tall: dict[tuple[int, int], int] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if bottom > top:
            tall[top + 1, left] = bottom + 1
        _fill_down(cells, top, left, bottom, right)
        if right > left:
            merged.setdefault(top + 1, []).append((left, right))
    rows: list[Row] = [(rad, row) for rad, row in enumerate(cells, start=1) if not is_blank(row)]
    marks = seen.marks or CellMarks()
    marks.formulas = {
        (row + 1, column): formula for (row, column), formula in seen.formulas.items()
    }
    marks.wide = frozenset(
        (rad, left) for rad, spans in merged.items() for left, right in spans if right > left + 1
    )
    marks.tall = tall
    beside = read_beside(book.parts, part, xml)
    marks.commented = beside.commented
    apply_rules(read_rules(xml, book.styles), rows, marks)
    return Grid(name, rows, marks, merged, beside.texts, beside.comments)


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
    if row >= MAX_CELLS:
        return
    cells.extend([] for _ in range(row + 1 - len(cells)))
    line = cells[row]
    line.extend([""] * (column + 1 - len(line)))
    held = line[column]
    if held is None or (isinstance(held, str) and not held.strip()):
        line[column] = text
