"""What the system makes of a file, row by row, without storing anything.

Belongs here: the shape of `fondbok inspect` and `fondbok check` for submissions.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from fondbok.findings import FileRead, Finding
from fondbok.intake import fields, headers
from fondbok.intake.fields import Kind
from fondbok.intake.submissions import read_submission
from fondbok.values.amounts import parse_currency
from fondbok.values.text import is_missing

# Name shown -> column of raw.submission_projekt: a field's value by the field's id.
_FIELDS = {
    column.name if at else field.id: column.name
    for field in fields.PROJECT
    for at, column in enumerate(field.raw)
    if column.inspected or not at
}
# Table of a submission -> the name of its rows here.
_SIDE_NAMES: dict[Kind, str] = {
    "svar": "svar",
    "samverkan": "samverkan",
    "indikator": "indikatorer",
    "natverk": "natverk",
    "handelse": "handelser",
    "part": "samverkanspartner",
    "personal": "personal",
    "ansokan": "ansokningar",
    "arende": "arende",
}
_LISTS = tuple(field.id for field in fields.PROJECT if field.is_list)
_UNIT_FIELDS = {"namnd": "namnd_kod", "ar": "ar", "version": "version"}


def inspect_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Normalised rows of one submission.

    Yields:
        {"fil", "tabell", "blad", "rad", "utfall", "falt", "fynd"} for every project row in file
        order, then for every row of the other tables; amounts as text with two decimals, dates in
        ISO form, None for unknown. `tabell` is projekt, svar, samverkan, indikatorer, natverk,
        handelser, samverkanspartner, personal, ansokningar or arende. Remarks that stand at no row
        follow last, one line a place with empty `falt` and tabell None; a refused file is one such
        line with rad None.
    """
    read = read_submission(path, _sha(path))
    by_place: dict[tuple[str | None, int | None], list[Finding]] = defaultdict(list)
    for remark in read.fynd:
        by_place[remark.blad or None, remark.rad].append(remark)
    goals: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for goal in read.rows.get("submission_kf_mal", ()):
        goals[goal["kallrad_id"]].append(goal)
    for row in read.rows.get("submission_projekt", ()):
        remarks = by_place.pop((row["blad"] or None, row["rad"]), [])
        shown = _shown(row, goals[row["kallrad_id"]])
        place = (row["blad"], row["rad"], row["utfall"])
        yield _line(path, "projekt", *place, remarks=remarks, shown=shown)
    yield from _side_rows(path, read, by_place)
    yield from _leftovers(path, read, by_place)


def _side_rows(
    path: Path, read: FileRead, by_place: dict[tuple[str | None, int | None], list[Finding]]
) -> Iterator[dict[str, Any]]:
    """Rows of the other tables; none of them can be rejected."""
    for kind, name in _SIDE_NAMES.items():
        columns = [column.name for field in fields.SHEETS[kind] for column in field.raw]
        for row in read.rows.get(fields.TABLES[kind], ()):
            shown = {field: _plain(row[column]) for field, column in _UNIT_FIELDS.items()}
            shown |= {column: _plain(row[column]) for column in columns}
            remarks = by_place.pop((row["blad"] or None, row["rad"]), [])
            place = (row["blad"], row["rad"], "laddad")
            yield _line(path, name, *place, remarks=remarks, shown=shown)


def _leftovers(
    path: Path, read: FileRead, by_place: dict[tuple[str | None, int | None], list[Finding]]
) -> Iterator[dict[str, Any]]:
    outcome = "avvisad" if read.status == "avvisad" else None
    for (blad, rad), remarks in by_place.items():
        yield _line(path, None, blad, rad, outcome, remarks=remarks, shown={})


def _line(
    path: Path,
    tabell: str | None,
    blad: str | None,
    rad: int | None,
    utfall: str | None,
    *,
    remarks: list[Finding],
    shown: dict[str, Any],
) -> dict[str, Any]:
    return {
        "fil": path.name,
        "tabell": tabell,
        "blad": blad,
        "rad": rad,
        "utfall": utfall,
        "falt": shown,
        "fynd": [
            {
                "regel": remark.regel,
                "allvar": remark.allvar,
                "kolumn": remark.kolumn,
                "varde": remark.varde,
                "meddelande": remark.meddelande,
            }
            for remark in remarks
        ],
    }


def _shown(row: dict[str, Any], goals: list[dict[str, Any]]) -> dict[str, Any]:
    shown = {name: _plain(row[column]) for name, column in _FIELDS.items()}
    shown["valuta"] = row["utbetalt_valuta"] or _currency(row)
    for name in _LISTS:
        shown[name] = shown[name].split(";") if shown[name] else []
    shown["kf_mal"] = [goal["nummer"] for goal in goals]
    shares = [_share(goal["andel"]) for goal in goals]
    shown["kf_mal_fordelning"] = shares if any(shares) else []
    if row["utfall"] == "total":
        del shown["projekt"]
    return shown


def _currency(row: dict[str, Any]) -> str | None:
    """The currency of a row without a paid amount: its column Valuta, else kronor."""
    for header, text in json.loads(row["radinnehall"]).items():
        meaning = headers.match(header)
        if meaning is not None and meaning.field == "valuta" and not is_missing(text):
            return parse_currency(text)
    return "SEK"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _share(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _sha(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        # The reader says why the file cannot be opened.
        return ""
