"""Submissions without a project table: answers, networks, events, and no project to account for.

Belongs here: what is handed in as text, and what only looks so because its projects were not found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fondbok.intake import headers
from fondbok.intake.readers.tables import Labelled, Row, Source, Table, is_blank
from fondbok.intake.rules import (
    BLAD_UTAN_RUBRIK,
    DOKUMENT_INBADDAT,
    TABELL_EJ_LAST,
    TABELL_UTAN_RUBRIK,
)
from fondbok.values.text import Cell, cell_text, is_missing, tidy

# Money that was seen and could not be read as a table of projects.
_PROJECTS_NOT_FOUND = frozenset(
    {BLAD_UTAN_RUBRIK.id, TABELL_EJ_LAST.id, TABELL_UTAN_RUBRIK.id, DOKUMENT_INBADDAT.id}
)

_NO_PROJECTS = re.compile(
    r"(?:vi|nämnden|förvaltningen)?\s*(?:har|hade|redovisar|finns|det finns)?\s*"
    r"(?:inga|inte några|ingen|inget)\s+(?:eu-?\s?|internationella\s+|pågående\s+|egna\s+"
    r"|aktuella\s+|externt finansierade\s+|externa\s+)*(?:finansierade\s+)?"
    r"(?:projekt(?:en)?|medel|att redovisa|att rapportera)?(?:\s+.{0,60})?[.!]?"
    # A sentence that says so, and not a name that begins as one.
    r"|(?=.*(?:projekt|medel|bidrag|deltagit|medverkat))"
    r"(?:(?:vi|\w*nämnden|\w*förvaltningen)\s+)?(?:(?:har|hade)\s+)?(?:inte|ej)\s+"
    r"(?:deltagit|medverkat|haft|drivit|beviljats|fått|mottagit)\b.{0,60}"
    r"|(?=.*(?:projekt|medel|bidrag))(?:(?:vi|\w*nämnden|\w*förvaltningen)\s+)?(?:deltar|deltog|medverkar|medverkade|driver|drev"
    r"|har|hade)\s+(?:inte|ej)\s+(?:i|med|några|något|någon)\b.{0,60}"
    r"|ej aktuellt\.?|inte aktuellt\.?|inget|inga|ingenting(?: att redovisa)?\.?",
    re.IGNORECASE,
)
# The longest of them is a sentence, and no project's name begins so.
_LONGEST_NO_PROJECTS = 100


def says_no_projects(text: str) -> bool:
    """Whether words where a project's name belongs say that there is none."""
    words = tidy(text)
    return len(words) <= _LONGEST_NO_PROJECTS and _NO_PROJECTS.fullmatch(words) is not None


def say_once(source: Source) -> None:
    """Of a text file without projects: nämnd and year, which stand in each row, said once."""
    tables = [*source.projekt, *source.side.get("svar", ())]
    for table in source.projekt:
        if any(_holds_more(table, cells) for _, cells in table.rows):
            return
    found = [*source.start, *(pair for table in tables for pair in _said_in_all(table))]
    fields = {column.field for pair in found if (column := headers.match(pair.label, "start"))}
    if not {"namnd", "ar"} <= fields:
        return
    source.start = found
    for table in source.projekt:
        table.rows.clear()


def _holds_more(table: Table, cells: Sequence[Cell]) -> bool:
    """Whether a row says more than whose it is, and that there are no projects."""
    for at, cell in enumerate(cells):
        words = cell_text(cell)
        if is_missing(words) or _is_said_once(table, at):
            continue
        column = table.columns[at] if at < len(table.columns) else None
        if column is None or column.field != "projekt" or not says_no_projects(words):
            return True
    return False


def _is_said_once(table: Table, at: int) -> bool:
    return at < len(table.header) and headers.match(table.header[at], "start") is not None


def _said_in_all(table: Table) -> list[Labelled]:
    """The columns of the sheet Start in which every row says the same."""
    found: list[Labelled] = []
    for at, header in enumerate(table.header):
        if not header or not _is_said_once(table, at):
            continue
        given: list[Row] = [row for row in table.rows if at < len(row[1])]
        values = {tidy(cell_text(cells[at])) for _, cells in given} - {""}
        if len(values) == 1:
            found.append(Labelled(header, values.pop(), table.blad, given[0][0]))
    return found


def is_text_only(source: Source) -> bool:
    """Whether a file without a project table is a submission all the same.

    Something in it is filled in, and nothing in it looks like projects with money.
    """
    if source.mal or source.left_out:
        return False
    if any(remark.regel in _PROJECTS_NOT_FOUND for remark in source.fynd):
        return False
    return source.has_text or any(
        not is_blank(cells)
        for tables in source.side.values()
        for table in tables
        for _, cells in table.rows
    )
