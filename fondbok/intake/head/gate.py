"""The raw gate: which columns are missing and which nobody asked for.

Belongs here: remarks on the header row of a project table. Unexpected columns are kept with the
row; a missing one makes its values unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fondbok.findings import Finding
from fondbok.intake import headers
from fondbok.intake.head.who_when import Submission
from fondbok.intake.readers.tables import Table
from fondbok.intake.rules import (
    KOLUMN_OVANTAD,
    KOLUMN_RAKNAS_INTE,
    KOLUMN_SAKNAS,
    KOLUMN_TVA_GANGER,
    RUBRIK_ANNAT_AR,
    RUBRIK_TOLKAD,
    note,
)
from fondbok.values.text import cell_text, tidy


def check_header(table: Table, head: Submission, said: Iterable[Finding] = ()) -> list[Finding]:
    """Missing, doubled, guessed and unexpected columns of a project table.

    Args:
        table: The table.
        head: What the submission says about itself.
        said: What is remarked of its columns already.
    """
    place: dict[str, Any] = {"blad": table.blad or None, "rad": table.header_rad or None}
    canonical = headers.canonical()
    told = {remark.kolumn for remark in said if remark.regel == KOLUMN_RAKNAS_INTE.id}
    named = {column.field for column in table.columns if column is not None}
    wanted = ["utbetalt"]
    wanted += ["namnd"] if head.namnd_text is None else []
    wanted += ["ar"] if head.ar is None and head.ar_text is None else []
    fynd = [
        note(KOLUMN_SAKNAS, kolumn=canonical[name], **place)
        for name in wanted
        if name not in named and table.rows
    ]
    fynd += _doubled(table, place)
    for at, column in enumerate(table.columns):
        name = table.column_name(at)
        if headers.is_information(name) or name in told:
            continue
        if column is None and (table.header[at] or _has_content(table, at)):
            fynd.append(note(KOLUMN_OVANTAD, kolumn=name, **place))
        elif column is not None and column.guessed and column.field in canonical:
            reading = canonical.get(column.field, column.field)
            fynd.append(note(RUBRIK_TOLKAD, kolumn=name, tolkning=reading, **place))
    for at in _beyond_header(table):
        fynd.append(note(KOLUMN_OVANTAD, kolumn=table.column_name(at), **place))
    return fynd + _other_year(table, head, place)


def _beyond_header(table: Table) -> list[int]:
    """Columns right of the last header that hold something."""
    widest = max((len(cells) for _, cells in table.rows), default=0)
    return [at for at in range(len(table.header), widest) if _has_content(table, at)]


def _doubled(table: Table, place: dict[str, Any]) -> list[Finding]:
    by_field: dict[str, list[int]] = {}
    for at, column in enumerate(table.columns):
        if column is not None:
            by_field.setdefault(column.field, []).append(at)
    fynd: list[Finding] = []
    for field, columns in by_field.items():
        # Two names in a row are held where they stand, and one of two counts whichever it is.
        if field not in headers.canonical() or field == "projekt":
            continue
        years = {table.columns[at].year for at in columns}  # type: ignore[union-attr]
        if len(columns) > 1 and len(years) < len(columns):
            names = [table.column_name(at) for at in columns]
            shown = " och ".join(names)
            fynd.append(note(KOLUMN_TVA_GANGER, kolumn=names[0], varde=shown, **place))
    return fynd


def _other_year(table: Table, head: Submission, place: dict[str, Any]) -> list[Finding]:
    """The only column of paid money is labelled with another year than the submission's."""
    paid = [
        (at, column.year)
        for at, column in enumerate(table.columns)
        if column is not None and column.field == "utbetalt"
    ]
    years = {year for _, year in paid}
    if head.ar is None or not paid or years & {None, head.ar}:
        return []
    at, year = paid[0]
    return [
        note(RUBRIK_ANNAT_AR, kolumn=table.column_name(at), varde=str(year), ar=head.ar, **place)
    ]


def _has_content(table: Table, at: int) -> bool:
    return any(at < len(cells) and tidy(cell_text(cells[at])) for _, cells in table.rows)
