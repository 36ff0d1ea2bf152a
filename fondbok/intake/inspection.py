"""What the system makes of a file, row by row, without storing anything.

Belongs here: the shape of `fondbok inspect` and `fondbok check` for submissions.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from fondbok.findings import FileRead, Finding
from fondbok.intake.submissions import read_submission

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
    "deltagande": "deltagande",
    "syfte": "syfte",
    "malgrupp": "malgrupp",
    "resultat": "resultat",
    "anpassade_falt": "anpassade_falt",
}


def inspect_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Normalised rows of one submission.

    Yields:
        {"fil", "blad", "rad", "utfall", "falt", "fynd"} for every project row in file order;
        amounts as text with two decimals, dates in ISO form, None for unknown. Remarks that stand
        at no project row follow last, one line a place with empty `falt`; a refused file is one
        such line with rad None.
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
        yield _line(path, *place, remarks=remarks, fields=fields)
    yield from _leftovers(path, read, by_place)


def _leftovers(
    path: Path, read: FileRead, by_place: dict[tuple[str | None, int | None], list[Finding]]
) -> Iterator[dict[str, Any]]:
    outcome = "avvisad" if read.status == "avvisad" else None
    for (blad, rad), remarks in by_place.items():
        yield _line(path, blad, rad, outcome, remarks=remarks, fields={})


def _line(
    path: Path,
    blad: str | None,
    rad: int | None,
    utfall: str | None,
    *,
    remarks: list[Finding],
    fields: dict[str, Any],
) -> dict[str, Any]:
    return {
        "fil": path.name,
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
    for name in ("ekonomikod", "deltagande", "anpassade_falt"):
        fields[name] = fields[name].split(";") if fields[name] else []
    fields["kf_mal"] = [goal["nummer"] for goal in goals]
    shares = [_share(goal["andel"]) for goal in goals]
    fields["kf_mal_fordelning"] = shares if any(shares) else []
    if row["utfall"] == "total":
        del fields["projekt"]
    return fields


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
