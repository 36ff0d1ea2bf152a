"""Workbooks: every sheet that a profile fits, from its cells to stored rows.

Belongs here: which sheets are ledgers, and what is said of the others. What the rows are is in
`type_rows`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from fondbok.files.refusal import Refusal
from fondbok.ledger import checks, export, looks, rules, staging, tables, workbook
from fondbok.ledger.layouts import choose_table
from fondbok.ledger.profiles import MONEY, Layout, ProfileSet
from fondbok.ledger.source import Source
from fondbok.ledger.type_rows import type_rows


def load(con: duckdb.DuckDBPyConnection, path: Path, sha: str, profiles: ProfileSet) -> str:
    """Type the rows of every sheet that a profile fits into raw.ledger_rad.

    Returns:
        The names of the profiles that fitted, joined by ", ".

    Raises:
        Refusal: the workbook cannot be opened, or no sheet has a known header.
    """
    names: dict[str, None] = {}
    refused: dict[str, Refusal] = {}
    hidden: dict[str, int] = {}
    layouts: list[Layout] = []
    sheets = list(workbook.sheets(path))
    for sheet in sheets:
        try:
            layout = choose_table(sheet.rows, profiles, path.name)
        except Refusal as refusal:
            if sheet.visible:
                refused[sheet.name] = refusal
            continue
        count = _filled(sheet.rows[layout.header_rad :])
        if not sheet.visible:
            hidden[sheet.name] = count
        elif not count:
            refused[sheet.name] = Refusal(rules.LEDGER_TOM_FIL)
        else:
            _type_sheet(con, sha, path, sheet, layout)
            names[layout.profile.name] = None
            layouts.append(layout)
    if not names:
        raise _only_hidden(hidden) if any(hidden.values()) else _worst([*refused.values()])
    _note_unread(con, refused, hidden)
    for sheet in sheets:
        if sheet.name in refused and not refused[sheet.name].near:
            _note_without_header(con, sheet, layouts)
    staging.date_by_name(con, sha, path.name)
    return ", ".join(names)


def _note_unread(
    con: duckdb.DuckDBPyConnection, refused: Mapping[str, Refusal], hidden: Mapping[str, int]
) -> None:
    """Say which sheets were left out though they look like ledgers."""
    for blad, count in hidden.items():
        if count:
            staging.note(con, rules.LEDGER_DOLT_BLAD, blad, None, str(count))
    for blad, refusal in refused.items():
        if refusal.near:
            staging.note(con, rules.LEDGER_BLAD_OLAST, blad, None, str(refusal))


def _note_without_header(
    con: duckdb.DuckDBPyConnection, sheet: workbook.Sheet, layouts: Sequence[Layout]
) -> None:
    """Say that a sheet has postings where another sheet has them, under no header."""
    for layout in layouts:
        count = sum(_like_posting(cells, layout) for cells in sheet.rows)
        if count:
            staging.note(con, rules.LEDGER_BLAD_UTAN_RUBRIK, sheet.name, None, str(count))
            return


def _like_posting(cells: Sequence[str], layout: Layout) -> bool:
    """An account, a date and an amount, each in its column."""

    def holds(name: str, look: str) -> bool:
        at = layout.columns.get(name)
        if at is None:
            return False
        return at < len(cells) and re.fullmatch(look, cells[at].strip()) is not None

    amount = any(holds(name, r"[-−(+]?\d[\d \u00a0.,]*[-)]?") for name in MONEY)
    return amount and holds("konto", r"[1-9]\d{3,5}(\D.*)?") and holds("datum", r".*\d{4}.*")


def _filled(rows: Sequence[Sequence[str]]) -> int:
    return sum(any(cell.strip() for cell in cells) for cells in rows)


def _only_hidden(hidden: Mapping[str, int]) -> Refusal:
    named = ", ".join(f"{blad}: {count} rader" for blad, count in hidden.items())
    return Refusal(rules.LEDGER_BARA_DOLT_BLAD, varde=named)


def _worst(refusals: Sequence[Refusal]) -> Refusal:
    """The most telling reason: a sheet that nearly fits says more than one without a header."""
    telling = [each for each in refusals if each.rule is not rules.LEDGER_RUBRIK_OKAND]
    return next(iter(telling or refusals), Refusal(rules.LEDGER_TOM_FIL))


def _type_sheet(
    con: duckdb.DuckDBPyConnection, sha: str, path: Path, sheet: workbook.Sheet, layout: Layout
) -> None:
    preamble = tuple("\t".join(cells) for cells in sheet.rows[: layout.header_rad - 1])
    said = export.of_sheet(path, preamble, layout.profile.company)
    numbered = [
        (number, cells)
        for number, cells in enumerate(sheet.rows, start=1)
        if number > layout.header_rad and any(cell.strip() for cell in cells)
    ]
    amounts = {layout.columns[name] for name in tables.amount_fields(layout)}
    marks = sheet.marks
    if marks.formats:
        numbered = [(rad, looks.as_seen(each, rad, amounts, marks)) for rad, each in numbered]
    cells = [_protected(each) for _, each in numbered]
    con.register(
        "ledger_cells",
        pa.table(
            {
                "rad": pa.array([number for number, _ in numbered], pa.int64()),
                "c": pa.array(cells, pa.list_(pa.string())),
            }
        ),
    )
    rows_sql = (
        "select rad, array_to_string(c, chr(9)) as innehall, c, false as trasig, "
        "true as stokig from ledger_cells"
    )
    below = tuple(itertools.chain(*sheet.rows[layout.header_rad : layout.header_rad + 1]))
    source = Source(
        sheet.name, layout, rows_sql, said=said, preamble=preamble, below=below, name=path.name
    )
    type_rows(con, sha, source)
    con.unregister("ledger_cells")
    _note_unseen(con, sha, sheet, layout)


def _note_unseen(
    con: duckdb.DuckDBPyConnection, sha: str, sheet: workbook.Sheet, layout: Layout
) -> None:
    """Say which rows count though a person would not think so, and what they come to."""
    used = set(layout.columns.values())
    struck = {
        rad for rad, column in (*sheet.marks.struck, *sheet.marks.half_struck) if column in used
    }
    for rule, rows in (
        (rules.LEDGER_RADER_DOLDA, sheet.marks.hidden_rows),
        (rules.LEDGER_RADER_STRUKNA, struck),
    ):
        found = checks.counted(con, sha, sheet.name, rows) if rows else None
        if found is not None:
            staging.note(con, rule, sheet.name, None, found)


def _protected(cells: Sequence[str]) -> list[str]:
    """Quotes in a workbook are text: double them the way the cell expression undoes."""
    return ['"' + cell.replace('"', '""') + '"' if '"' in cell else cell for cell in cells]
