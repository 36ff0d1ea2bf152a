"""Where everything stands in the form: sheets, columns, headers, widths and help texts.

Belongs here: constants of the layout. Which columns there are, their headers and their help is
declared with the fields, in `fondbok.intake.fields`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from fondbok.intake import fields
from fondbok.intake.fields import Field, Typed

# The intake knows this header and leaves the column alone: last year's money is not this year's.
INFORMATION = "forra_aret"
INFORMATION_HEADER = fields.project_field(INFORMATION).header

READ_ME, START, PROJECTS, ANSWERS, PARTNERS = "Läs mig", "Start", "Projekt", "Svar", "Samverkan"
INDICATORS, NETWORKS, EVENTS = "Indikatorer", "Nätverk", "Händelser"
CONTROL, LISTS = "Kontroll", "Listor"

TOTAL = "Totalt"
TITLE_ROW, HELP_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 4, 5
EMPTY_ROWS = 30  # room for new projects below last year's
FEWEST_ROWS = 40
SIDE_ROWS = 40

_AMOUNT_ERROR = "Skriv {} som ett tal i hela kronor, 0 eller större, utan ord och utan tkr."


@dataclass(frozen=True)
class Column:
    """A column of a sheet: what goes into it and the help shown when a cell is chosen."""

    field: str
    value: Typed
    width: float
    header: str
    help: str
    error: str
    required: bool


def _columns(declared: Sequence[Field]) -> tuple[Column, ...]:
    return tuple(
        Column(
            field.id,
            field.cell,
            field.width,
            field.header,
            field.help,
            _AMOUNT_ERROR.format(field.said[0]) if field.cell == "delbelopp" else "",
            field.required,
        )
        for field in declared
        if field.width
    )


PROJECT_COLUMNS = _columns(fields.PROJECT)
SIDE_COLUMNS = {
    kind: _columns(declared)
    for kind, declared in fields.SHEETS.items()
    if kind not in ("start", "projekt")
}


def letter(field: str) -> str:
    """Column letter of a field on the sheet Projekt.

    Raises:
        ValueError: the sheet has no such column.
    """
    fields = [column.field for column in PROJECT_COLUMNS]
    return get_column_letter(fields.index(field) + 1)


LAST_LETTER = get_column_letter(len(PROJECT_COLUMNS))


def project_rows(filled: int) -> int:
    """How many rows the project table offers when `filled` of them are filled in."""
    return max(FEWEST_ROWS, filled + EMPTY_ROWS)


def total_row(filled: int) -> int:
    """Row of the control total on the sheet Projekt, until rows are added above it."""
    return FIRST_ROW + project_rows(filled)
