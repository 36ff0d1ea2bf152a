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
from fondbok.intake import headers
from fondbok.intake.submissions import read_submission
from fondbok.values.amounts import parse_currency
from fondbok.values.text import is_missing

# Field id of the input contract -> column of raw.submission_projekt.
_FIELDS = {
    "namnd": "namnd_kod",
    "namnd_text": "namnd_text",
    "ar": "ar",
    "diarienummer": "diarienummer",
    "beslutsdatum": "beslutsdatum",
    "version": "version",
    "projekt": "projekt",
    "fond": "fond_kod",
    "fond_text": "fond_text",
    "roll": "roll",
    "roll_text": "roll_text",
    "projektagare": "projektagare",
    "bidragsnummer": "bidragsnummer",
    "ekonomikod": "ekonomikod",
    "start": "start_datum",
    "start_precision": "start_precision",
    "slut": "slut_datum",
    "slut_precision": "slut_precision",
    "budget": "budget",
    "budget_valuta": "budget_valuta",
    "stadens_budget": "stadens_budget",
    "stadens_budget_valuta": "stadens_budget_valuta",
    "eu_andel": "eu_andel",
    "utbetalt": "utbetalt",
    "valuta": "utbetalt_valuta",
    "utbetalt_precision": "utbetalt_precision",
    "utbetalt_ungefarlig": "utbetalt_ungefarlig",
    "utbetalt_text": "utbetalt_text",
    "formedlat": "formedlat",
    "formedlat_valuta": "formedlat_valuta",
    "deltagande": "deltagande",
    "syfte": "syfte",
    "malgrupp": "malgrupp",
    "resultat": "resultat",
    "anpassade_falt": "anpassade_falt",
}

# Raw table -> the name of its rows here, and their columns, which are their field ids.
_SIDE_TABLES = {
    "submission_svar": ("svar", ("fraga_nr", "fraga", "svar")),
    "submission_samverkan": ("samverkan", ("typ", "antal")),
    "submission_indikator": (
        "indikatorer",
        ("projekt", "indikator", "mal", "utfall", "per_datum", "enhet"),
    ),
    "submission_natverk": ("natverk", ("natverk", "roll", "medlem_sedan")),
    "submission_handelse": (
        "handelser",
        ("typ", "datum", "datum_precision", "plats", "antal", "beskrivning"),
    ),
}
_UNIT_FIELDS = {"namnd": "namnd_kod", "ar": "ar", "version": "version"}


def inspect_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Normalised rows of one submission.

    Yields:
        {"fil", "tabell", "blad", "rad", "utfall", "falt", "fynd"} for every project row in file
        order, then for every row of the other tables; amounts as text with two decimals, dates in
        ISO form, None for unknown. `tabell` is projekt, svar, samverkan, indikatorer, natverk or
        handelser. Remarks that stand at no row follow last, one line a place with empty `falt` and
        tabell None; a refused file is one such line with rad None.
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
        fields = _fields(row, goals[row["kallrad_id"]])
        place = (row["blad"], row["rad"], row["utfall"])
        yield _line(path, "projekt", *place, remarks=remarks, fields=fields)
    yield from _side_rows(path, read, by_place)
    yield from _leftovers(path, read, by_place)


def _side_rows(
    path: Path, read: FileRead, by_place: dict[tuple[str | None, int | None], list[Finding]]
) -> Iterator[dict[str, Any]]:
    """Rows of the other tables; none of them can be rejected."""
    for table, (name, columns) in _SIDE_TABLES.items():
        for row in read.rows.get(table, ()):
            fields = {field: _plain(row[column]) for field, column in _UNIT_FIELDS.items()}
            fields |= {column: _plain(row[column]) for column in columns}
            remarks = by_place.pop((row["blad"] or None, row["rad"]), [])
            place = (row["blad"], row["rad"], "laddad")
            yield _line(path, name, *place, remarks=remarks, fields=fields)


def _leftovers(
    path: Path, read: FileRead, by_place: dict[tuple[str | None, int | None], list[Finding]]
) -> Iterator[dict[str, Any]]:
    outcome = "avvisad" if read.status == "avvisad" else None
    for (blad, rad), remarks in by_place.items():
        yield _line(path, None, blad, rad, outcome, remarks=remarks, fields={})


def _line(
    path: Path,
    tabell: str | None,
    blad: str | None,
    rad: int | None,
    utfall: str | None,
    *,
    remarks: list[Finding],
    fields: dict[str, Any],
) -> dict[str, Any]:
    return {
        "fil": path.name,
        "tabell": tabell,
        "blad": blad,
        "rad": rad,
        "utfall": utfall,
        "falt": fields,
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


def _fields(row: dict[str, Any], goals: list[dict[str, Any]]) -> dict[str, Any]:
    fields = {name: _plain(row[column]) for name, column in _FIELDS.items()}
    fields["valuta"] = fields["valuta"] or _currency(row)
    for name in ("ekonomikod", "deltagande", "anpassade_falt"):
        fields[name] = fields[name].split(";") if fields[name] else []
    fields["kf_mal"] = [goal["nummer"] for goal in goals]
    shares = [_share(goal["andel"]) for goal in goals]
    fields["kf_mal_fordelning"] = shares if any(shares) else []
    if row["utfall"] == "total":
        del fields["projekt"]
    return fields


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
