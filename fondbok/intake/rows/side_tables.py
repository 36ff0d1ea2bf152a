"""The other tables of a submission: answers, partners, indicators, networks, events.

Belongs here: which rows of a table are kept, and what is said of them beside their cells. None of
them can stop a submission; what cannot be read is missing, with a remark.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from fondbok import seeds
from fondbok.findings import Finding
from fondbok.intake import fields
from fondbok.intake.fields import Kind
from fondbok.intake.head.who_when import Submission
from fondbok.intake.readers.tables import Source, Table, is_total_label
from fondbok.intake.rows.lone_fields import read_lone_fields
from fondbok.intake.rows.row import RowCells, plan, row_id
from fondbok.intake.rules import FRAGA_OKAND, INDIKATOR_PROJEKT_OKANT
from fondbok.values.resolve import project_key, question_number

# What is higher is a code that ended up in the wrong column; raw has no room for it.
_HIGHEST_QUESTION = 9_999

TABLES: dict[Kind, str] = {
    "svar": "submission_svar",
    "samverkan": "submission_samverkan",
    "indikator": "submission_indikator",
    "natverk": "submission_natverk",
    "handelse": "submission_handelse",
}


def read_side_tables(
    source: Source, head: Submission, sha: str, projects: set[str]
) -> tuple[dict[str, list[dict[str, Any]]], list[Finding]]:
    """All rows of the other tables.

    Args:
        source: The submission, personal data already masked.
        head: Unit, year and version the rows belong to.
        sha: The file's SHA-256.
        projects: Comparison keys of the projects of the same file.

    Returns:
        Raw table name -> rows, and the remarks.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    fynd: list[Finding] = []
    for kind, tables in source.side.items():
        rows = found.setdefault(TABLES[kind], [])
        for row in (row for table in tables for row in _filled_rows(table)):
            judge = _JUDGES.get(kind)
            values = judge(row, head, projects) if judge else _values(row, kind)
            fynd.extend(row.fynd)
            if values is not None:
                rows.append({**_place(row, head, sha), **values})
    return found, fynd


def _filled_rows(table: Table) -> list[RowCells]:
    where = plan(table)
    rows = (RowCells(where, rad, cells) for rad, cells in table.rows)
    return [row for row in rows if any(row.text(name) for name in where.columns)]


def _place(row: RowCells, head: Submission, sha: str) -> dict[str, Any]:
    return {
        "kallrad_id": row_id(sha, row.blad, row.rad),
        "fil_sha256": sha,
        "blad": row.blad,
        "rad": row.rad,
        "namnd_kod": head.namnd_kod,
        "ar": head.ar,
        "version": head.version,
    }


def _answer(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    del projects
    if row.lines("svar") is None:
        # A question nobody answered is no answer.
        return None
    values = _values(row, "svar")
    number = values["fraga_nr"]
    if number is None and head.ar is not None:
        number = question_number(row.text("fraga") or "", head.ar)
    if number is not None and number > _HIGHEST_QUESTION:
        number = None
    asked = _questions(head.ar)
    if number is None or (asked and number not in asked):
        shown = row.text("fraga_nr") or row.text("fraga")
        row.note(FRAGA_OKAND, "fraga_nr", (shown or "")[:80])
    return {**values, "fraga_nr": number}


@seeds.derived
def _questions(ar: int | None) -> frozenset[int]:
    return frozenset(int(row["fraga_nr"]) for row in seeds.load("fraga") if row["ar"] == str(ar))


def _partners(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    del head, projects
    kind = row.text("typ")
    return None if kind is None or is_total_label(kind) else _values(row, "samverkan")


def _indicator(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    projekt = row.text("projekt")
    if projekt is not None and project_key(projekt, head.ar) not in projects:
        row.note(INDIKATOR_PROJEKT_OKANT, "projekt")
    return _values(row, "indikator")


def _values(row: RowCells, kind: Kind) -> dict[str, Any]:
    values: dict[str, Any] = {
        column.name: None for field in fields.SHEETS[kind] for column in field.raw
    }
    read_lone_fields(row, values, kind)
    return values


# What is asked of the rows of a table before they are kept; of the others every row is.
_Judge: TypeAlias = Callable[[RowCells, Submission, set[str]], dict[str, Any] | None]
_JUDGES: dict[Kind, _Judge] = {
    "svar": _answer,
    "samverkan": _partners,
    "indikator": _indicator,
}
