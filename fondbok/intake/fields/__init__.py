"""The fields of a submission: what a nämnd is asked, each declared once.

`project` and `sheets` hold the declarations, readable as tables; `field` says what a declaration
is. From them follow the headers that are known, how a cell is read and searched for personal data,
the form, `fondbok inspect`, the answers to the nämnder and the tables of the raw layer. A field is
added in one of the two tables; docs/how-to/developer-new-field.md tells how.
"""

from __future__ import annotations

from typing import Any

from fondbok.intake.fields.field import Column, Field, Holds, Kind, Typed
from fondbok.intake.fields.project import PROJECT
from fondbok.intake.fields.sheets import (
    ANSWERS,
    APPLICATIONS,
    CASE,
    EVENTS,
    INDICATORS,
    NAMED_PARTNERS,
    NETWORKS,
    PARTNERS,
    STAFF,
    START,
)

__all__ = [
    "AMOUNTS", "CODES", "EMPTY", "MONEY", "MONEY_COLUMNS", "PAID", "PREFILLED", "PROJECT", "SHEETS",
    "START", "TABLES", "Column", "Field", "Holds", "Kind", "Typed", "project_field",
]  # fmt: skip

SHEETS: dict[Kind, tuple[Field, ...]] = {
    "start": START,
    "projekt": PROJECT,
    "svar": ANSWERS,
    "samverkan": PARTNERS,
    "indikator": INDICATORS,
    "natverk": NETWORKS,
    "handelse": EVENTS,
    "part": NAMED_PARTNERS,
    "personal": STAFF,
    "ansokan": APPLICATIONS,
    "arende": CASE,
}
TABLES: dict[Kind, str] = {
    "svar": "submission_svar",
    "samverkan": "submission_samverkan",
    "indikator": "submission_indikator",
    "natverk": "submission_natverk",
    "handelse": "submission_handelse",
    "part": "submission_part",
    "personal": "submission_personal",
    "ansokan": "submission_ansokan",
    "arende": "submission_arende",
}
"""Tables of the raw layer with the rows of the sheets beside the projects."""
CODES = frozenset(
    field.id for declared in SHEETS.values() for field in declared if field.care == "kod"
)
"""Ids of the fields of codes and counts, whatever the sheet."""

AMOUNTS = tuple(field for field in PROJECT if field.holds == "amount")
"""Amounts beside the payment: one that cannot be read is unknown, and the row counts."""
MONEY = tuple(field.id for field in PROJECT if field.holds in ("paid", "amount"))
"""Ids of the fields of a project row that hold money."""
MONEY_COLUMNS = tuple(column.name for field in PROJECT if field.id in MONEY for column in field.raw)
"""Columns of raw.submission_projekt that reading money fills."""
PAID = frozenset(
    field.id for field in PROJECT if field.holds == "paid" or field.part_of == "utbetalt"
)
"""Ids of what was paid in the year, and of parts of it."""
PREFILLED = tuple(field for field in PROJECT if field.prefilled)
"""What the form is handed out with on last year's rows."""

EMPTY: dict[str, Any] = dict.fromkeys(column.name for field in PROJECT for column in field.raw)
"""A row of raw.submission_projekt of which nothing is known yet."""

_BY_ID = {field.id: field for field in PROJECT}


def project_field(id_: str) -> Field:
    """The declaration of a field of the project table.

    Raises:
        KeyError: there is none.
    """
    return _BY_ID[id_]
