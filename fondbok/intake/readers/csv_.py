"""Delimited text: bytes to a grid, line by line.

Belongs here: delimiter and quotes. A quote that is never closed must not swallow the
rows after it: every physical line is accounted for, and a record over several lines is believed
only when it has exactly the columns of the header.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from fondbok.files import encoding
from fondbok.files.archive import describe
from fondbok.files.refusal import Refusal
from fondbok.files.rules import FIL_FEL_FORMAT
from fondbok.findings import Finding
from fondbok.intake import headers
from fondbok.intake.headers import Kind
from fondbok.intake.readers.tables import (
    HEADER_ROWS,
    Grid,
    Source,
    Table,
    find_table,
    find_tables,
    label_pairs,
)
from fondbok.intake.rules import CSV_CITATTECKEN, TECKEN_FELKODADE, TECKEN_TOLKADE, note
from fondbok.values.amounts import Unreadable, read_amount
from fondbok.values.text import Cell, cell_text, is_missing, tidy

DELIMITERS: Final = (";", ",", "\t")
# A cell with more lines than this is an unclosed quote, not an answer.
_LONGEST_RECORD: Final = 60
_SHOWN = 60

# The two halves of an amount that a delimiter cut: "1" and "5 mkr", "214" and "598".
_DECIMALS = re.compile(r"\d{1,2}(?:\D.*)?")
_THOUSANDS = re.compile(r"(?:^|\D)\d{1,3}$")
_HUNDREDS = re.compile(r"\d{3}(?:\D.*)?")
_GOAL = re.compile(r"[1-9]|1\d")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def read(content: bytes) -> Source:
    """Delimited text as a submission.

    Raises:
        Refusal: not text, or no table of projects in it.
    """
    fynd: list[Finding] = []
    text = decode(content, fynd)
    lines = _LINE_BREAK.split(text)
    while lines and not lines[-1].strip():
        lines.pop()
    first = 0
    delimiter = None
    if lines and re.fullmatch(r"sep=.", lines[0].strip("\"' ")):
        delimiter, first = lines[0].strip("\"' ")[-1], 1
    kind: Kind = "projekt"
    if delimiter is None and (delimiter := _delimiter(lines, kind)) is None:
        kind = "svar"
        delimiter = _delimiter(lines, kind)
    source = Source("csv", delimiter=delimiter, fynd=fynd)
    if delimiter is None:
        return source
    columns = _column_count(lines, delimiter, kind)
    grid = Grid("", list(_rows(lines, first, delimiter, columns, source.fynd)))
    for table in find_tables(grid):
        _drop_surplus(table)
        source.add_project_table(table)
    if not source.projekt and (answers := find_table(grid, "svar")) is not None:
        source.side["svar"] = [answers]
        above = label_pairs(Grid("", answers.before))
        source.start += [pair for pair in above if headers.match(pair.label, "start")]
    if source.projekt and lines[-1] and text.endswith(lines[-1]):
        _mark_cut_row(source.projekt[-1])
    return source


def _mark_cut_row(table: Table) -> None:
    """The file has no line break at its end: a short last row may be the half of one."""
    rad, cells = table.rows[-1] if table.rows else (0, [])
    if len(cells) < table.width:
        table.cut_rad = rad


def decode(content: bytes, fynd: list[Finding]) -> str:
    """Text of a file whose encoding nobody wrote down; what is odd about it is remarked.

    Raises:
        Refusal: the bytes are not text.
    """
    if (other := describe(content)) is not None:
        raise Refusal(FIL_FEL_FORMAT, format="csv", detalj=other)
    decoded = encoding.decode(content)
    text = decoded.text
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v")
    if controls > 8 + len(text) // 1000:
        raise Refusal(FIL_FEL_FORMAT, format="csv", detalj="filen är inte text")
    if decoded.encoding is not None:
        fynd.append(note(TECKEN_TOLKADE, varde=decoded.shown, tolkning=decoded.encoding))
    if (piece := encoding.broken(text)) is not None:
        fynd.append(note(TECKEN_FELKODADE, varde=encoding.visible(piece)))
    return text.replace("\x00", "")


def _delimiter(lines: list[str], kind: Kind) -> str | None:
    """The delimiter under which the best header row names most columns."""
    best = (1, "")
    for delimiter in DELIMITERS:
        records = _first_records(lines, delimiter)
        known = max((_known_headers(record, kind) for record in records), default=0)
        if known > best[0]:
            best = (known, delimiter)
    return best[1] or None


def _known_headers(cells: list[str], kind: Kind) -> int:
    fields = {found.field for cell in cells if (found := headers.match(cell, kind))}
    return len(fields)


def _column_count(lines: list[str], delimiter: str, kind: Kind) -> int:
    records = _first_records(lines, delimiter)
    return len(max(records, key=lambda record: _known_headers(record, kind)))


def _first_records(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """What may be the header: each record that begins on one of the first lines.

    Where a quote stays open the record is given joined with the lines below it, and then as the
    one line it begins on: the quote may be a stray one.
    """
    for at, line in enumerate(lines[:HEADER_ROWS]):
        cells = _split(line, delimiter)
        if cells is None and (joined := _joined_header(lines, at, delimiter)) is not None:
            yield joined
        yield cells or line.split(delimiter)


def _joined_header(lines: list[str], at: int, delimiter: str) -> list[str] | None:
    for end in range(at + 2, min(at + HEADER_ROWS, len(lines)) + 1):
        closes = '"' in lines[end - 1]
        if closes and (cells := _split_lines("\n".join(lines[at:end]), delimiter)) is not None:
            return cells
    return None


def _split(line: str, delimiter: str) -> list[str] | None:
    """The cells of one record, or None when its quotes do not close or do not fit."""
    try:
        rows = list(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _rows(
    lines: list[str], first: int, delimiter: str, columns: int, fynd: list[Finding]
) -> Iterator[tuple[int, list[str]]]:
    at = first
    while at < len(lines):
        line, rad = lines[at], at + 1
        at += 1
        if not line.strip():
            continue
        cells = line.split(delimiter) if '"' not in line else _split(line, delimiter)
        if cells is None:
            cells, used = _joined(lines, at - 1, delimiter, columns)
            at += used
        if cells is None:
            fynd.append(note(CSV_CITATTECKEN, rad=rad, rad_fran=rad, varde=line[:_SHOWN]))
            cells = [cell.strip('" ') for cell in line.split(delimiter)]
        if any(cell.strip() for cell in cells):
            yield rad, cells


def _joined(
    lines: list[str], at: int, delimiter: str, columns: int
) -> tuple[list[str] | None, int]:
    """A record with line breaks inside a quoted cell, and how many more lines it took."""
    record = lines[at]
    for used in range(1, min(_LONGEST_RECORD, len(lines) - at - 1) + 1):
        following = lines[at + used]
        record = f"{record}\n{following}"
        if '"' not in following:
            continue
        cells = _split_lines(record, delimiter)
        if cells is not None:
            return (cells, used) if _plausible(cells, record, delimiter, columns) else (None, 0)
    return None, 0


def _split_lines(record: str, delimiter: str) -> list[str] | None:
    try:
        pieces = [f"{line}\n" for line in record.split("\n")]
        rows = list(csv.reader(pieces, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _plausible(cells: list[str], record: str, delimiter: str, columns: int) -> bool:
    """Whether a joined record is one row and not several that a stray quote ran together."""
    if len(cells) != columns:
        return False
    first, *others = (line.count(delimiter) >= columns - 1 for line in record.split("\n"))
    # A whole row's delimiters on one line are fine: the long cell stands first or last.
    return not any(others[:-1]) and not (first and others[-1])


def _drop_surplus(table: Table) -> None:
    """Cut empty cells at the end of a row that is longer than the header and most rows.

    A stray delimiter makes a row longer too, and then its empty last cells are what was pushed
    out: a row whose money may have moved stays as it is and is judged as too long.
    """
    widths = Counter(len(cells) for _, cells in table.rows)
    common = max(widths, key=lambda width: (widths[width], -width), default=0)
    widest = max(table.width, common)
    table.rows[:] = [
        (rad, cells[:widest] if _is_surplus(table, cells, widest) else cells)
        for rad, cells in table.rows
    ]


def _is_surplus(table: Table, cells: Sequence[Cell], widest: int) -> bool:
    if len(cells) <= widest or any(tidy(cell_text(cell)) for cell in cells[widest:]):
        return False
    return not any(
        _may_have_moved(table, cells, at)
        for at, column in enumerate(table.columns)
        if column is not None and column.field in headers.MONEY_FIELDS
    )


def _may_have_moved(table: Table, cells: Sequence[Cell], at: int) -> bool:
    """Whether a money cell is no amount, empty before a number, or cut in two."""
    words, after = (tidy(cell_text(cell)) for cell in (cells[at], cells[at + 1]))
    column, follower = (*table.columns, None)[at : at + 2]
    if follower is not None and follower.field == "kf_mal" and _GOAL.fullmatch(after):
        return False
    if is_missing(words):
        return column is not None and column.field == "utbetalt" and after[:1].isdigit()
    if isinstance(read_amount(cells[at]), Unreadable):
        return True
    decimals = words[-1].isdigit() and _DECIMALS.fullmatch(after)
    return bool(decimals or (_THOUSANDS.search(words) and _HUNDREDS.fullmatch(after)))
