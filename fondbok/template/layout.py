"""Where everything stands in the form: sheets, columns, headers, widths and help texts.

Belongs here: constants of the layout. Which columns there are, their headers and their help is
declared with the fields, in `fondbok.intake.fields`.
"""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from fondbok.intake import fields
from fondbok.intake.fields import Field

# The intake knows this header and leaves the column alone: last year's money is not this year's.
INFORMATION = "forra_aret"
INFORMATION_HEADER = fields.project_field(INFORMATION).header

READ_ME, START, PROJECTS, ANSWERS, PARTNERS = "Läs mig", "Start", "Projekt", "Svar", "Samverkan"
INDICATORS, NETWORKS, EVENTS, CASE = "Indikatorer", "Nätverk", "Händelser", "Ärende"
NAMED_PARTNERS, STAFF, APPLICATIONS = "Samverkanspartner", "Personal", "Ansökningar"
CONTROL, LISTS = "Kontroll", "Listor"

TOTAL = "Totalt"
TITLE_ROW, HELP_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 4, 5
EMPTY_ROWS = 30  # room for new projects below last year's
FEWEST_ROWS = 40
SIDE_ROWS = 40

_AMOUNT_ERROR = "Skriv {} som ett tal i hela kronor, 0 eller större, utan ord och utan tkr."


PROJECT_COLUMNS = tuple(field for field in fields.PROJECT if field.width)
SIDE_COLUMNS = {
    kind: tuple(field for field in declared if field.width)
    for kind, declared in fields.SHEETS.items()
    if kind not in ("start", "projekt")
}


def error(column: Field) -> str:
    """What is said of an amount that is none; nothing for columns with words of their own."""
    return _AMOUNT_ERROR.format(column.said[0]) if column.cell == "delbelopp" else ""


def letter(field: str) -> str:
    """Column letter of a field on the sheet Projekt.

    Raises:
        ValueError: the sheet has no such column.
    """
    fields = [column.id for column in PROJECT_COLUMNS]
    return get_column_letter(fields.index(field) + 1)


LAST_LETTER = get_column_letter(len(PROJECT_COLUMNS))


def project_rows(filled: int) -> int:
    """How many rows the project table offers when `filled` of them are filled in."""
    return max(FEWEST_ROWS, filled + EMPTY_ROWS)


def total_row(filled: int) -> int:
    """Row of the control total on the sheet Projekt, until rows are added above it."""
    return FIRST_ROW + project_rows(filled)
