"""The form itself: handed in as it was handed out, or with money where no money is read.

Belongs here: what only the form can have. The form is known by its column with last year's
amounts, which no other file has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fondbok.findings import Finding
from fondbok.intake import fields, headers
from fondbok.intake.head.who_when import Submission
from fondbok.intake.readers.tables import Table, is_total_label
from fondbok.intake.rows.row import RowCells, plan
from fondbok.intake.rules import BELOPP_I_GRATT, MALL_ORORD, note
from fondbok.values.amounts import Amount, read_amount

# What the form is handed out with on last year's rows.
PREFILLED = frozenset(field.id for field in fields.PREFILLED)


def check_form(
    tables: list[Table], head: Submission, side: Mapping[str, list[dict[str, Any]]]
) -> Iterator[Finding]:
    """What is remarked on a form.

    Args:
        tables: Its project tables.
        head: What the sheet Start says.
        side: Rows of the other sheets.
    """
    forms = [(table, at) for table in tables if (at := _last_year(table)) is not None]
    for table, at in forms:
        rows = [RowCells(plan(table), rad, cells) for rad, cells in table.rows]
        if _is_untouched(rows, head) and not any(side.values()):
            yield note(MALL_ORORD, blad=table.blad or None)
        for row in rows:
            if _has_only_last_years_amount(row, at):
                yield row.finding(BELOPP_I_GRATT, at)


def _last_year(table: Table) -> int | None:
    """The column with last year's amounts."""
    return next((at for at, text in enumerate(table.header) if headers.is_information(text)), None)


def _is_untouched(rows: list[RowCells], head: Submission) -> bool:
    """Projects, and nothing that the form was not handed out with."""
    projects = [row for row in rows if row.text("projekt") and not _is_total(row)]
    decided = head.diarienummer or head.beslutsdatum or head.version > 1
    return bool(projects) and not decided and not any(map(_says_more, rows))


def _says_more(row: RowCells) -> bool:
    more = row.plan.columns.keys() - PREFILLED
    return any(row.said[at] is not None for name in more for at in row.columns(name))


def _has_only_last_years_amount(row: RowCells, at: int) -> bool:
    if row.text("projekt") is None or _is_total(row):
        return False
    amount = read_amount(row.cell_at(at))
    if not isinstance(amount, Amount) or amount.value == 0:
        return False
    return "utbetalt" in row.plan.columns and row.text("utbetalt") is None


def _is_total(row: RowCells) -> bool:
    return is_total_label(next((text for text in row.words if text), ""))
