"""The rows of a project table: each one loaded, rejected, a total or a duplicate.

Belongs here: what becomes of a row. How its cells are read is for the `*_fields` modules, what is
checked between its values for `row_checks`, and what a total is checked against for `totals`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from fondbok.findings import Finding, Utfall
from fondbok.intake import headers
from fondbok.intake.head.who_when import Submission, read_version, read_year
from fondbok.intake.privacy.personal_data import is_only_masked
from fondbok.intake.readers.tables import Table, Uncalculated, is_remark, is_total_label
from fondbok.intake.rows.goal_fields import RowGoal, read_row_goals
from fondbok.intake.rows.money_fields import read_money
from fondbok.intake.rows.name_fields import read_names, unit_of
from fondbok.intake.rows.row import RowCells, plan
from fondbok.intake.rows.row_checks import check_row
from fondbok.intake.rows.time_fields import read_times
from fondbok.intake.values.amounts import Amount, read_amount
from fondbok.intake.values.dates import NoDate, read_date
from fondbok.intake.values.resolve import all_names
from fondbok.intake.values.text import cell_text, is_missing_words, tidy

MONEY = ("utbetalt", "budget", "stadens_budget")

_EMPTY: dict[str, Any] = dict.fromkeys(
    [
        "namnd_kod",
        "namnd_text",
        "namnd_koder",
        "ar",
        "diarienummer",
        "beslutsdatum",
        "version",
        "projekt",
        "fond_kod",
        "fond_text",
        "roll",
        "roll_text",
        "projektagare",
        "bidragsnummer",
        "ekonomikod",
        "start_datum",
        "start_precision",
        "slut_datum",
        "slut_precision",
        "budget",
        "budget_valuta",
        "stadens_budget",
        "stadens_budget_valuta",
        "eu_andel",
        "utbetalt",
        "utbetalt_valuta",
        "utbetalt_precision",
        "utbetalt_ungefarlig",
        "utbetalt_text",
        "deltagande",
        "deltagande_text",
        "syfte",
        "malgrupp",
        "resultat",
        "anpassade_falt",
    ]
)
# A template prefills these: a row that holds nothing else has not been filled in.
_PREFILLED = frozenset({"valuta", "version"})


@dataclass
class ProjectRow:
    """One row with everything known about it.

    Attributes:
        cells: The row as read, with its remarks.
        utfall: What became of it.
        values: Columns of raw.submission_projekt from namnd_kod on.
        goals: Its goals in order.
        stopped: The finding that rejected it.
        content: Hash over the source cells.
    """

    cells: RowCells
    utfall: Utfall
    values: dict[str, Any]
    goals: list[RowGoal] = field(default_factory=list)
    stopped: Finding | None = None
    content: str = ""


@dataclass
class TableRows:
    """The rows of one table and the remarks that belong to no row."""

    rows: list[ProjectRow]
    fynd: list[Finding]


def read_rows(table: Table, head: Submission, delimiter: str | None) -> TableRows:
    """Read every row of a project table.

    Args:
        table: The table, personal data already masked.
        head: What the submission says about itself.
        delimiter: Of a delimited text file, where a stray one shifts a row; else None.
    """
    where = plan(table)
    result = TableRows([], [])
    widest = _expected_width(table) if delimiter else None
    for rad, cells in table.rows:
        row = RowCells(where, rad, cells)
        if not _holds_data(row):
            _remark_on_leftover(row, result.fynd)
            continue
        shifted = widest is not None and _is_shifted(row, widest)
        read = _read_row(row, head, delimiter if shifted else None)
        read.content = row.content_hash()
        result.rows.append(read)
    _find_unlabelled_total(result.rows)
    return result


def _read_row(row: RowCells, head: Submission, shifted_by: str | None) -> ProjectRow:
    if _is_total(row):
        return _read_total(row, head)
    values = dict(_EMPTY)
    stopped = _read_identity(row, values, head)
    if shifted_by is not None:
        stopped = [row.finding("RAD_FLER_CELLER", None, avgransare=shifted_by)]
        row.fynd.extend(stopped)
        return ProjectRow(row, "avvisad", values, stopped=stopped[0])
    no_money = read_money(row, values, values["ar"])
    stopped += [no_money] if no_money else []
    read_times(row, values)
    read_names(row, values)
    goals = read_row_goals(row, values["ar"])
    check_row(row, values)
    row.fynd.extend(stopped)
    utfall: Utfall = "avvisad" if stopped else "laddad"
    return ProjectRow(row, utfall, values, goals, stopped[0] if stopped else None)


def _read_identity(row: RowCells, values: dict[str, Any], head: Submission) -> list[Finding]:
    """Unit, year and project of a row; the findings that reject it for lack of one."""
    stopped: list[Finding] = []
    values["projekt"] = row.text("projekt")
    if fault := _no_name(row, values["projekt"]):
        stopped.append(row.finding(fault, "projekt"))
    stopped += _read_unit(row, values, head)
    stopped += _read_year(row, values, head)
    values["diarienummer"] = row.text("diarienummer") or head.diarienummer
    values["beslutsdatum"] = _decision_date(row) or head.beslutsdatum
    values["version"] = _version(row) or head.version
    return stopped


def _no_name(row: RowCells, projekt: str | None) -> str | None:
    """The rule that a project's name breaks when it names no project."""
    if projekt is None:
        return "PROJEKT_SAKNAS"
    if isinstance(row.cell("projekt"), Uncalculated):
        return "PROJEKT_FORMEL"
    return "PROJEKT_PERSONUPPGIFT" if is_only_masked(projekt) else None


def _read_unit(row: RowCells, values: dict[str, Any], head: Submission) -> list[Finding]:
    """The row's unit or the submission's; the finding when there is none, or several in one."""
    own = unit_of(row)
    if own is None:
        values["namnd_text"], values["namnd_kod"] = head.namnd_text, head.namnd_kod
        together = head.namnd_flera
    else:
        values["namnd_text"], values["namnd_kod"] = row.text("namnd"), own.code
        together = own.flera
        if head.namnd_kod and own.code not in (None, head.namnd_kod):
            row.note("RAD_MOTSAGER_START", "namnd", start=head.namnd_text)
    if together:
        values["namnd_koder"] = ";".join(together)
        names = all_names("namnd", together)
        at = None if own is None else "namnd"
        return [row.finding("NAMND_FLERA", at, values["namnd_text"], tolkning=names)]
    if values["namnd_text"] is None:
        return [row.finding("NAMND_SAKNAS", "namnd")]
    return []


def _read_year(row: RowCells, values: dict[str, Any], head: Submission) -> list[Finding]:
    own = row.text("ar")
    if own is not None:
        values["ar"] = read_year(row.cell("ar"))
        if values["ar"] is None:
            return [row.finding("AR_OLASLIGT", "ar")]
        if head.ar not in (None, values["ar"]):
            row.note("RAD_MOTSAGER_START", "ar", start=head.ar)
        return []
    values["ar"] = head.ar
    if head.ar_text is not None:
        return [row.finding("AR_OLASLIGT", None, head.ar_text)]
    return [] if head.ar is not None else [row.finding("AR_SAKNAS", "ar")]


def _decision_date(row: RowCells) -> Any:
    found = read_date(row.cell("beslutsdatum")) if row.columns("beslutsdatum") else None
    if isinstance(found, NoDate):
        rule = "DATUM_FRITEXT" if found.why == "fritext" else "DATUM_OLASLIGT"
        row.note(rule, "beslutsdatum")
        return None
    return found.first if found is not None else None


def _version(row: RowCells) -> int | None:
    if row.text("version") is None:
        return None
    version = read_version(row.cell("version"))
    if version is None:
        row.note("VERSION_OLASLIG", "version")
    return version


def _holds_data(row: RowCells) -> bool:
    """Whether a row says anything in a column that is known (a row number is not enough)."""
    for name, columns in row.plan.columns.items():
        if name in _PREFILLED:
            continue
        for at in columns:
            if row.words_at(at):
                return not _is_lone_remark(row)
    return False


def _is_lone_remark(row: RowCells) -> bool:
    filled = [text for text in row.words if text]
    return len(filled) == 1 and is_remark(filled[0])


def _remark_on_leftover(row: RowCells, fynd: list[Finding]) -> None:
    prefilled = {row.text(name) for name in _PREFILLED}
    header = row.plan.table.header
    words = [
        text
        for at, text in enumerate(row.words)
        if text and not text.isdigit() and text not in prefilled
        if at >= len(header) or not headers.is_information(header[at])
    ]
    if words:
        fynd.append(row.finding("RAD_ANMARKNING", None, " | ".join(words)[:200]))


def _expected_width(table: Table) -> int:
    """Cells a row may have: as the header, or as most rows where these all end in empty ones."""
    widths = Counter(len(cells) for _, cells in table.rows)
    common = max(widths, key=lambda width: (widths[width], -width), default=0)
    return max(table.width, common)


def _is_shifted(row: RowCells, widest: int) -> bool:
    beyond = row.cells[row.plan.table.width :]
    return len(row.cells) > widest or any(tidy(cell_text(cell)) for cell in beyond)


def _is_total(row: RowCells) -> bool:
    projekt = row.text("projekt")
    if projekt is not None:
        return is_total_label(projekt)
    first = next((text for text in row.words if text and not text.isdigit()), "")
    return is_total_label(first)


def _read_total(row: RowCells, head: Submission) -> ProjectRow:
    """A control total: its amounts, and the unit and year it is for when the row says so."""
    values = dict(_EMPTY)
    own = row.text("namnd")
    if own is not None and not is_total_label(own):
        unit = unit_of(row)
        values["namnd_text"], values["namnd_kod"] = own, unit.code if unit else None
    else:
        values["namnd_text"], values["namnd_kod"] = head.namnd_text, head.namnd_kod
    values["ar"] = read_year(row.cell("ar")) or head.ar
    values["diarienummer"], values["beslutsdatum"] = head.diarienummer, head.beslutsdatum
    values["version"] = head.version
    if not _amount_in_label(row, values):
        _read_total_money(row, values)
    return ProjectRow(row, "total", values)


def _read_total_money(row: RowCells, values: dict[str, Any]) -> None:
    unreadable = read_money(row, values, values["ar"])
    # A sum that Excel has not yet calculated is nobody's statement.
    if unreadable is not None and not (unreadable.varde or "").startswith("="):
        row.note(
            "TOTAL_KAN_EJ_KONTROLLERAS", "utbetalt", orsak="totalraden går inte att läsa som belopp"
        )


def _amount_in_label(row: RowCells, values: dict[str, Any]) -> bool:
    """Read "Totalt: 21 639 766 SEK" in one cell, with nothing in the money columns."""
    if any(row.text(name) for name in MONEY):
        return False
    first = next((text for text in row.words if text), "")
    rest = first.partition(":")[2] or first.partition(" ")[2]
    amount = read_amount(rest.strip())
    if not isinstance(amount, Amount):
        return False
    values["utbetalt"], values["utbetalt_valuta"] = amount.value, amount.currency or "SEK"
    values["utbetalt_precision"], values["utbetalt_ungefarlig"] = amount.step, amount.approximate
    values["utbetalt_text"] = first
    return True


def _find_unlabelled_total(rows: list[ProjectRow]) -> None:
    """A last row that holds only money, and exactly the sum of the rows above, is their total."""
    if len(rows) < 3:
        return
    last = rows[-1]
    only_money = set(_filled_fields(last.cells)) <= {*MONEY, "namnd", "ar", "valuta"}
    if last.utfall != "avvisad" or not only_money or last.values["utbetalt"] is None:
        return
    above = [row for row in rows[:-1] if row.utfall != "total"]
    total = sum((row.values["utbetalt"] or Decimal(0) for row in above), Decimal(0))
    if total != last.values["utbetalt"] or len(above) < 2:
        return
    last.utfall, last.stopped = "total", None
    last.cells.fynd = [f for f in last.cells.fynd if f.allvar != "fel"]
    last.cells.note("TOTAL_UTAN_ETIKETT", "utbetalt")


def _filled_fields(row: RowCells) -> list[str]:
    return [
        name
        for name, columns in row.plan.columns.items()
        if any(not is_missing_words(row.words_at(at)) for at in columns)
    ]
