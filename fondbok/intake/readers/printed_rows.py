"""A printed table's rows as rows of one project each.

Belongs here: cells that hold several projects under each other, and tables that came out in blocks:
first the names, then the funds, then the amounts. Only equal numbers of names and amounts are read
together; anything else stays as it was printed.
"""

from __future__ import annotations

from collections.abc import Sequence

from fondbok.findings import Finding
from fondbok.intake.readers.tables import Row, Table
from fondbok.intake.rules import RAD_FLERA_PROJEKT, RADER_I_BLOCK, note
from fondbok.values.amounts import Amount, parse_amount
from fondbok.values.text import tidy

_Line = tuple[int, list[str]]


def one_project_a_row(table: Table) -> list[Finding]:
    """Rearrange a project table in place.

    Returns:
        A remark for each place where rows were cut apart or read together.
    """
    named = {column.field: at for at, column in enumerate(table.columns) if column is not None}
    if "utbetalt" not in named:
        return []
    projekt, paid = named["projekt"], named["utbetalt"]
    width = max(projekt, paid) + 1
    table.rows = [(rad, [*cells, *[""] * (width - len(cells))]) for rad, cells in table.rows]
    return [*_join_blocks(table, projekt, paid), *_cut_cells(table, projekt, paid)]


def _cut_cells(table: Table, projekt: int, paid: int) -> list[Finding]:
    """A printed row with several projects under each other becomes one row a project."""
    fynd: list[Finding] = []
    rows: list[Row] = []
    for rad, cells in table.rows:
        pieces = _pieces([str(cell) for cell in cells], projekt, paid)
        _append(rows, [(rad, piece) for piece in pieces])
        if len(pieces) > 1:
            first = rows[-len(pieces)][0]
            fynd.append(note(RAD_FLERA_PROJEKT, blad=table.blad, rad=first, antal=len(pieces)))
    table.rows = rows
    return fynd


def _pieces(cells: list[str], projekt: int, paid: int) -> list[list[str]]:
    """The row's lines apart, when it holds as many amounts as project names."""
    names, amounts = _lines(cells[projekt]), _lines(cells[paid])
    if len(names) < 2 or len(names) != len(amounts) or not _all_amounts(amounts):
        return [cells]
    by_column = [_lines(cell) for cell in cells]
    return [
        [
            lines[at] if len(lines) == len(names) else cell
            for cell, lines in zip(cells, by_column, strict=True)
        ]
        for at in range(len(names))
    ]


def _join_blocks(table: Table, projekt: int, paid: int) -> list[Finding]:
    """Rows of names, then rows of funds, then rows of amounts: one row a name."""
    fynd: list[Finding] = []
    rows: list[Row] = []
    at = 0
    while at < len(table.rows):
        names, after = _run(table.rows, at)
        block, end = _block(names, table.rows, after, projekt, paid)
        if block:
            _append(rows, block)
            first = rows[-len(block)][0]
            fynd.append(note(RADER_I_BLOCK, blad=table.blad, rad=first, antal=len(block)))
            at = end
        else:
            _append(rows, table.rows[at:after])
            at = after
    table.rows = rows
    return fynd


def _block(
    names: list[_Line], rows: Sequence[Row], at: int, projekt: int, paid: int
) -> tuple[list[_Line], int]:
    """The projects of a block that begins with these names, and the row after it; [] for none."""
    first = names[0][1]
    if len(names) < 2 or not first[projekt] or first[paid]:
        return [], at
    projects, taken = names, _filled(first)
    while not projects[0][1][paid]:
        more, at = _run(rows, at)
        if len(more) != len(names) or taken & _filled(more[0][1]):
            return [], at
        taken |= _filled(more[0][1])
        projects = [
            (rad, [mine or other for mine, other in zip(cells, others, strict=False)])
            for (rad, cells), (_, others) in zip(projects, more, strict=True)
        ]
    return (projects if _all_amounts([cells[paid] for _, cells in projects]) else []), at


def _run(rows: Sequence[Row], at: int) -> tuple[list[_Line], int]:
    """Lines that fill the same columns, within one printed row or over several; the row after."""
    if at >= len(rows):
        return [], at
    run = _as_lines(rows[at])
    if len(run) > 1:
        return run, at + 1
    at += 1
    while at < len(rows):
        lines = _as_lines(rows[at])
        if len(lines) > 1 or _filled(lines[0][1]) != _filled(run[0][1]):
            break
        run += lines
        at += 1
    return run, at


def _as_lines(row: Row) -> list[_Line]:
    """A row's lines as rows, when all its filled cells have equally many."""
    rad, cells = row
    by_column = [_lines(str(cell)) for cell in cells]
    counts = {len(lines) for lines in by_column if lines}
    if len(counts) != 1:
        return [(rad, [tidy(str(cell)) for cell in cells])]
    return [
        (rad, [lines[at] if lines else "" for lines in by_column]) for at in range(counts.pop())
    ]


def _append(rows: list[Row], more: Sequence[Row] | Sequence[_Line]) -> None:
    """Add rows; no two keep the same number, since a row's id is made from it."""
    for rad, cells in more:
        rows.append((max(rad, rows[-1][0] + 1 if rows else rad), cells))


def _filled(cells: Sequence[str]) -> frozenset[int]:
    return frozenset(at for at, cell in enumerate(cells) if cell)


def _all_amounts(texts: Sequence[str]) -> bool:
    return all(isinstance(parse_amount(text), Amount) for text in texts)


def _lines(text: str) -> list[str]:
    return [tidy(line) for line in text.split("\n") if tidy(line)]
