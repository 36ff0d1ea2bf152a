"""The rows of a project table: each one loaded, rejected, a total or a duplicate.

Belongs here: what becomes of a row. How its cells are read is for the `*_fields` modules, which
rows are no projects for `not_projects`, what is checked between its values for `row_checks`, and
what a total is checked against for `totals`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from fondbok.files.marks import Uncalculated
from fondbok.findings import Finding, Utfall
from fondbok.intake import fields, headers
from fondbok.intake.head.who_when import Submission, read_year
from fondbok.intake.readers.tables import Table, is_remark
from fondbok.intake.rows import not_projects
from fondbok.intake.rows.goal_fields import RowGoal, read_row_goals
from fondbok.intake.rows.identity_fields import read_identity
from fondbok.intake.rows.lone_fields import read_lone_fields
from fondbok.intake.rows.money_fields import read_money
from fondbok.intake.rows.name_fields import unit_of
from fondbok.intake.rows.row import RowCells, plan
from fondbok.intake.rows.row_checks import check_row, say_marks
from fondbok.intake.rows.said_against import say_words_against
from fondbok.intake.rows.sections import say_sections
from fondbok.intake.rows.time_fields import read_times
from fondbok.intake.rules import (
    CELLFEL_UPPGIFT,
    RAD_ANMARKNING,
    RAD_BARA_NAMN,
    RAD_DELBELOPP,
    RAD_EJ_PROJEKT,
    RAD_FARRE_CELLER,
    RAD_FLER_CELLER,
    RAD_LIKNAR_SUMMA,
    TOTAL_KAN_EJ_KONTROLLERAS,
)
from fondbok.values.amounts import format_amount
from fondbok.values.text import cell_text, is_cell_error, tidy


@dataclass
class ProjectRow:
    """One row with everything known about it.

    Attributes:
        cells: The row as read, with its remarks.
        utfall: What became of it.
        values: Columns of raw.submission_projekt that fields have.
        goals: Its goals in order.
        stopped: The finding that rejected it.
        content: Hash over the source cells.
        part: It tells a part of the row above, and is no sum of rows.
    """

    cells: RowCells
    utfall: Utfall
    values: dict[str, Any]
    goals: list[RowGoal] = field(default_factory=list)
    stopped: Finding | None = None
    content: str = ""
    part: bool = False


@dataclass
class TableRows:
    """The rows of one table and the remarks that belong to no row."""

    rows: list[ProjectRow]
    fynd: list[Finding]


def read_rows(
    table: Table, head: Submission, delimiter: str | None, *, names_suffice: bool = False
) -> TableRows:
    """Read every row of a project table.

    Args:
        table: The table, personal data already masked.
        head: What the submission says about itself.
        delimiter: Of a delimited text file, where a stray one shifts a row; else None.
        names_suffice: Whether a row that is nothing but a name is nothing to remark on.
    """
    where = plan(table)
    result = TableRows([], [])
    widest = _expected_width(table) if delimiter else None
    narrowest = table.width if delimiter and _is_full_width(table) else 0
    result.fynd += [_remark(RowCells(where, rad, cells)) for rad, cells in table.aside]
    headings: list[RowCells] = []
    for rad, cells in table.rows:
        row = RowCells(where, rad, cells)
        if not _holds_data(row):
            _remark_on_leftover(row, result.fynd)
            continue
        shifted = widest is not None and _is_shifted(row, widest)
        short = len(cells) < narrowest or rad == table.cut_rad
        if short and not not_projects.is_sum(row):
            result.rows.append(_cut_short(row))
            continue
        if not shifted and not_projects.is_leftover(row):
            headings.append(row)
            result.fynd.append(_remark(row))
            continue
        read = _read_row(row, head, delimiter if shifted else None)
        read.content = row.content_hash()
        result.rows.append(read)
    if not names_suffice:
        headings += _say_lone_names(result.rows)
    headings.sort(key=lambda heading: heading.rad)
    result.fynd += say_sections(headings, result.rows, head)
    return result


def _read_row(row: RowCells, head: Submission, shifted_by: str | None) -> ProjectRow:
    part = shifted_by is None and not_projects.is_part(row)
    if part or not_projects.is_sum(row):
        return _read_total(row, head, part=part)
    values = dict(fields.EMPTY)
    _set_aside(row)
    stopped = read_identity(row, values, head)
    if shifted_by is not None:
        stopped = [row.finding(RAD_FLER_CELLER, None, avgransare=shifted_by)]
        row.fynd.extend(stopped)
        return ProjectRow(row, "avvisad", values, stopped=stopped[0])
    no_money = read_money(row, values, values["ar"])
    stopped += [no_money] if no_money else []
    if not stopped and (no_project := _line_of_account(row, values)) is not None:
        stopped.append(no_project)
    read_times(row, values)
    read_lone_fields(row, values)
    goals = read_row_goals(row, values["ar"])
    check_row(row, values)
    say_marks(row)
    if not stopped:
        say_words_against(row, values)
    row.fynd.extend(stopped)
    utfall: Utfall = "avvisad" if stopped else "laddad"
    return ProjectRow(row, utfall, values, goals, stopped[0] if stopped else None)


def _line_of_account(row: RowCells, values: dict[str, Any]) -> Finding | None:
    """The finding that holds a row with an amount that is neither a project nor a sum."""
    name = row.text("projekt")
    given = next((each for each in fields.MONEY if values[each] is not None), None)
    if name is None or given is None or not not_projects.is_of_an_account(name):
        return None
    if not not_projects.holds_only_a_sum(row):
        row.note(RAD_LIKNAR_SUMMA, "projekt")
        return None
    amount = format_amount(values[given], values[f"{given}_valuta"])
    return row.finding(RAD_EJ_PROJEKT, "projekt", belopp=amount)


_FEWEST_FULL = 3
# Where an error stops the row, or makes the reader of the field say so.
_STOPS = frozenset({"projekt", "namnd", "ar", "valuta", *fields.MONEY})


def _set_aside(row: RowCells) -> None:
    """Cells that hold an error or nothing but a formula are no values; errors are said.

    In the columns without which a row cannot count they stay, for the row to be held.
    """
    table = row.plan.table
    if not table.marks.formulas and {words[:1] for words in row.words}.isdisjoint("#="):
        return
    for at, words in enumerate(row.words[: len(table.columns)]):
        column = table.columns[at]
        if column is None or not words:
            continue
        error = is_cell_error(words) or isinstance(row.cells[at], Uncalculated)
        if error and column.field not in _STOPS:
            row.note(CELLFEL_UPPGIFT, at)
            row.take_away(at)
        elif column.field == "projekt" and not_projects.is_prepared(row, at):
            row.take_away(at)


def _holds_data(row: RowCells) -> bool:
    """Whether a row says anything in a column that is known (a row number is not enough)."""
    for name, columns in row.plan.columns.items():
        if name in not_projects.PREFILLED:
            continue
        for at in columns:
            if row.words_at(at) and not not_projects.is_prepared(row, at):
                return not _is_lone_remark(row)
    return False


def _is_lone_remark(row: RowCells) -> bool:
    filled = [text for text in row.words if text]
    return len(filled) == 1 and is_remark(filled[0])


def _remark_on_leftover(row: RowCells, fynd: list[Finding]) -> None:
    prefilled = {row.text(name) for name in not_projects.PREFILLED}
    header = row.plan.table.header
    if any(
        text
        and not text.isdigit()
        and text not in prefilled
        and not not_projects.is_prepared(row, at)
        and (at >= len(header) or not headers.is_information(header[at]))
        for at, text in enumerate(row.words)
    ):
        fynd.append(_remark(row))


def _remark(row: RowCells) -> Finding:
    filled = [text for text in row.words if text]
    words = [text for text in filled if not text.isdigit()] or filled
    return row.finding(RAD_ANMARKNING, None, " | ".join(words)[:200])


def _say_lone_names(rows: list[ProjectRow]) -> list[RowCells]:
    """In a table with amounts a name alone is a project, or a title nobody knew for one."""
    if not any(row.values["utbetalt"] is not None for row in rows):
        return []
    lone = [
        row.cells
        for row in rows
        if row.values["utbetalt"] is None
        and row.utfall == "laddad"
        and not_projects.is_lone_name(row.cells)
    ]
    for row in lone:
        row.note(RAD_BARA_NAMN, "projekt")
    return lone


def _cut_short(row: RowCells) -> ProjectRow:
    """A row that ends too early: what stands in which column is not known."""
    stopped = row.finding(RAD_FARRE_CELLER, None)
    row.fynd.append(stopped)
    values = dict(fields.EMPTY)
    values["projekt"] = row.text("projekt")
    return ProjectRow(row, "avvisad", values, stopped=stopped, content=row.content_hash())


def _is_full_width(table: Table) -> bool:
    """Whether a program wrote the table: nearly every row goes on to the last column."""
    full = sum(1 for _, cells in table.rows if len(cells) >= table.width)
    return full >= _FEWEST_FULL and full * 4 >= len(table.rows) * 3


def _expected_width(table: Table) -> int:
    """Cells a row may have: as the header, or as most rows where these all end in empty ones."""
    widths = Counter(len(cells) for _, cells in table.rows)
    common = max(widths, key=lambda width: (widths[width], -width), default=0)
    return max(table.width, common)


def _is_shifted(row: RowCells, widest: int) -> bool:
    beyond = row.cells[row.plan.table.width :]
    return len(row.cells) > widest or any(tidy(cell_text(cell)) for cell in beyond)


def _read_total(row: RowCells, head: Submission, *, part: bool) -> ProjectRow:
    """A control total: its amounts, and the unit and year it is for when the row says so."""
    values = dict(fields.EMPTY)
    own = row.text("namnd")
    if own is not None and not not_projects.looks_like_sum(own):
        unit = unit_of(row)
        values["namnd_text"], values["namnd_kod"] = own, unit.code if unit else None
    else:
        values["namnd_text"], values["namnd_kod"] = head.namnd_text, head.namnd_kod
    values["ar"] = read_year(row.cell("ar")) or head.ar
    values["diarienummer"], values["beslutsdatum"] = head.diarienummer, head.beslutsdatum
    values["version"] = head.version
    if not _amount_in_label(row, values):
        _read_total_money(row, values)
    if part:
        row.note(RAD_DELBELOPP, None, not_projects.label_of(row)[:80])
    return ProjectRow(row, "total", values, part=part)


def _read_total_money(row: RowCells, values: dict[str, Any]) -> None:
    unreadable = read_money(row, values, values["ar"], total=True)
    # A sum that Excel has not yet calculated is nobody's statement.
    if unreadable is not None and not (unreadable.varde or "").startswith("="):
        row.note(
            TOTAL_KAN_EJ_KONTROLLERAS, "utbetalt", orsak="totalraden går inte att läsa som belopp"
        )


def _amount_in_label(row: RowCells, values: dict[str, Any]) -> bool:
    """Read "Totalt: 21 639 766 SEK" in one cell, with nothing in the money columns."""
    if any(row.text(name) for name in fields.MONEY):
        return False
    first = next((text for text in row.words if text), "")
    amount = not_projects.amount_in_label(first)
    if amount is None:
        return False
    values["utbetalt"], values["utbetalt_valuta"] = amount.value, amount.currency or "SEK"
    values["utbetalt_precision"], values["utbetalt_ungefarlig"] = amount.step, amount.approximate
    values["utbetalt_text"] = first
    return True
