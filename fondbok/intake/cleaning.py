"""Every text of a submission without personal data, before anyone else reads it.

Belongs here: where personal data is looked for. What it looks like is in `personal_data`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from fondbok.files.privacy.personal_data import Care, mask, may_hold
from fondbok.findings import Finding
from fondbok.intake import fields, headers
from fondbok.intake.readers.tables import Labelled, Source, Table
from fondbok.intake.rules import BY_ID, note
from fondbok.values.text import Cell, cell_text

_BETWEEN_CELLS, _BETWEEN_ROWS = "\x1f", "\x1e"
# No identity or telephone number is shorter as a number in a cell.
_SHORTEST_DIGITS = 8
_SHORTEST_NUMBER = 10**_SHORTEST_DIGITS


def clean(source: Source) -> list[Finding]:
    """Mask the texts of a submission in place.

    Returns:
        One finding a cell and kind of personal data; none of them repeats the value.
    """
    fynd: list[Finding] = []
    # Asked once about all of it: most files hold nothing to look for cell by cell.
    if not may_hold(_BETWEEN_ROWS.join(_texts(source))):
        return fynd
    source.start = [_clean_pair(pair, fynd) for pair in source.start]
    source.hints = [_masked_text(hint) for hint in source.hints]
    for table in source.tables():
        _clean_table(table, fynd)
    source.fynd = [_clean_finding(remark) for remark in source.fynd]
    return fynd


def _clean_table(table: Table, fynd: list[Finding]) -> None:
    table.blad = _masked_text(table.blad)
    table.header = [_masked_text(text) for text in table.header]
    cares: list[Care] = [
        "kod" if column is not None and column.field in fields.CODES else "fri"
        for column in table.columns
    ]
    for at, (rad, cells) in enumerate(table.rows):
        if not may_hold(_row_text(cells)):
            continue
        changed = _clean_cells(table, rad, cells, cares, fynd)
        if changed is not None:
            table.rows[at] = (rad, changed)


def _texts(source: Source) -> Iterator[str]:
    """Every text of a submission that is searched."""
    yield from source.hints
    for pair in source.start:
        yield from (pair.label, pair.blad, _searchable(pair.value) or "")
    for table in source.tables():
        yield table.blad
        yield from table.header
        yield from [_row_text(cells) for _, cells in table.rows]
    for remark in source.fynd:
        yield from (remark.blad or "", remark.kolumn or "", remark.varde or "", remark.meddelande)


def _row_text(cells: Sequence[Cell]) -> str:
    """Every cell that is searched, to ask about all of them at once."""
    return _BETWEEN_CELLS.join(
        [cell if isinstance(cell, str) else _searchable(cell) or "" for cell in cells]
    )


def _clean_cells(
    table: Table, rad: int, cells: Sequence[Cell], cares: list[Care], fynd: list[Finding]
) -> list[Cell] | None:
    """The row without personal data, or None when it held none."""
    changed: list[Cell] | None = None
    for at, cell in enumerate(cells):
        text = cell if isinstance(cell, str) else _searchable(cell)
        if not text:
            continue
        found = mask(text, cares[at] if at < len(cares) else "fri")
        if found is None:
            continue
        changed = list(cells) if changed is None else changed
        changed[at] = found.text
        fynd.extend(
            note(BY_ID[rule], blad=table.blad, rad=rad, kolumn=table.column_name(at))
            for rule in found.rules
        )
    return changed


def _searchable(cell: Cell) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, (int, float)):
        return cell_text(cell) if abs(cell) >= _SHORTEST_NUMBER else None
    if isinstance(cell, Decimal):
        return cell_text(cell) if cell.adjusted() >= _SHORTEST_DIGITS else None
    return None


def _clean_pair(pair: Labelled, fynd: list[Finding]) -> Labelled:
    text = _searchable(pair.value)
    header = headers.match(pair.label, "start")
    care: Care = "kod" if header is not None and header.field in fields.CODES else "fri"
    found = mask(text, care) if text is not None else None
    label = _masked_text(pair.label)
    if found is None:
        return replace(pair, label=label, blad=_masked_text(pair.blad))
    fynd.extend(
        note(BY_ID[rule], blad=pair.blad or None, rad=pair.rad or None, kolumn=label)
        for rule in found.rules
    )
    return replace(pair, label=label, value=found.text, blad=_masked_text(pair.blad))


def _clean_finding(remark: Finding) -> Finding:
    return replace(
        remark,
        blad=_masked_text(remark.blad) if remark.blad else remark.blad,
        kolumn=_masked_text(remark.kolumn) if remark.kolumn else remark.kolumn,
        varde=_masked_text(remark.varde) if remark.varde else remark.varde,
        meddelande=_masked_text(remark.meddelande),
    )


def _masked_text(text: str) -> str:
    found = mask(text)
    return found.text if found else text
