"""The other tables of a submission: answers, partners, indicators, networks, events.

Belongs here: one function a table, from rows to the columns of its raw table. None of them can
stop a submission; what cannot be read is missing, with a remark.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from fondbok import seeds
from fondbok.findings import Finding
from fondbok.intake.head.who_when import Submission
from fondbok.intake.headers import Kind
from fondbok.intake.readers.tables import Source, Table, is_total_label
from fondbok.intake.rows.row import RowCells, plan, row_id
from fondbok.intake.rules import (
    DATUM_FRITEXT,
    DATUM_OLASLIGT,
    FRAGA_OKAND,
    INDIKATOR_PROJEKT_OKANT,
    TAL_OLASLIGT,
)
from fondbok.values.amounts import Amount, read_amount
from fondbok.values.dates import NoDate, PartialDate, read_date
from fondbok.values.resolve import project_key, question_number

_FOUR_DECIMALS = Decimal("0.0001")
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
            values = _READERS[kind](row, head, projects)
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
    answer = row.lines("svar")
    if answer is None:
        # A question nobody answered is no answer.
        return None
    number = _whole(row, "fraga_nr")
    if number is None and head.ar is not None:
        number = question_number(row.text("fraga") or "", head.ar)
    if number is not None and number > _HIGHEST_QUESTION:
        number = None
    asked = _questions(head.ar)
    if number is None or (asked and number not in asked):
        shown = row.text("fraga_nr") or row.text("fraga")
        row.note(FRAGA_OKAND, "fraga_nr", (shown or "")[:80])
    return {"fraga_nr": number, "fraga": row.lines("fraga"), "svar": answer}


@cache
def _questions(ar: int | None) -> frozenset[int]:
    return frozenset(int(row["fraga_nr"]) for row in seeds.load("fraga") if row["ar"] == str(ar))


def _partners(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    del head, projects
    kind = row.text("typ")
    if kind is None or is_total_label(kind):
        return None
    return {"typ": kind, "antal": _whole(row, "antal")}


def _indicator(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    projekt = row.text("projekt")
    if projekt is not None and project_key(projekt, head.ar) not in projects:
        row.note(INDIKATOR_PROJEKT_OKANT, "projekt")
    at = _date(row, "per_datum")
    return {
        "projekt": projekt,
        "indikator": row.text("indikator"),
        "mal": _number(row, "mal"),
        "utfall": _number(row, "utfall"),
        "per_datum": at.last if at else None,
        "enhet": row.text("enhet"),
    }


def _network(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    del head, projects
    return {
        "natverk": row.text("natverk"),
        "roll": row.text("roll"),
        "medlem_sedan": row.text("medlem_sedan"),
    }


def _event(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    del head, projects
    at = _date(row, "datum")
    return {
        "typ": row.text("typ"),
        "datum": at.first if at else None,
        "datum_precision": at.precision if at else None,
        "plats": row.text("plats"),
        "antal": _whole(row, "antal"),
        "beskrivning": row.lines("beskrivning"),
    }


def _date(row: RowCells, name: str) -> PartialDate | None:
    found = read_date(row.cell(name))
    if isinstance(found, NoDate):
        row.note(DATUM_FRITEXT if found.why == "fritext" else DATUM_OLASLIGT, name)
        return None
    return found


def _number(row: RowCells, name: str) -> Decimal | None:
    """A measure with up to four decimals; a percent sign is the unit's, not the number's."""
    text = row.text(name)
    if text is None:
        return None
    cell = row.cell(name)
    bare = text.rstrip("% ") if isinstance(cell, str) else cell
    amount = read_amount(bare)
    if not isinstance(amount, Amount) or abs(amount.value) >= 10**13:
        row.note(TAL_OLASLIGT, name)
        return None
    return amount.value.quantize(_FOUR_DECIMALS, ROUND_HALF_UP)


def _whole(row: RowCells, name: str) -> int | None:
    number = _number(row, name)
    if number is None:
        return None
    if number != number.to_integral_value() or number < 0:
        row.note(TAL_OLASLIGT, name)
        return None
    return int(number)


_Reader = Callable[[RowCells, Submission, set[str]], dict[str, Any] | None]
_READERS: dict[Kind, _Reader] = {
    "svar": _answer,
    "samverkan": _partners,
    "indikator": _indicator,
    "natverk": _network,
    "handelse": _event,
}
