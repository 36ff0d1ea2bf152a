"""The names of a project row: unit, fund, role, taking part and fitted fields.

Belongs here: names to codes with their remarks. The registers themselves are in `resolve`.
"""

from __future__ import annotations

import re
from typing import Any

from fondbok.findings import Rule
from fondbok.intake import headers
from fondbok.intake.fields import Field
from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import (
    ANPASSAT_OKANT,
    DELTAGANDE_OKAND,
    DELTAGANDE_TOLKAD,
    FOND_FLERA,
    FOND_OKAND,
    FOND_TOLKAD,
    NAMND_OKAND,
    NAMND_TOLKAD,
    ROLL_OKAND,
    ROLL_TOLKAD,
)
from fondbok.values.resolve import (
    Register,
    Resolved,
    all_names,
    resolve,
    resolve_list,
    resolve_unit,
)
from fondbok.values.text import tidy

_RULES: dict[Register, tuple[Rule, Rule]] = {
    "namnd": (NAMND_TOLKAD, NAMND_OKAND),
    "fond": (FOND_TOLKAD, FOND_OKAND),
    "roll": (ROLL_TOLKAD, ROLL_OKAND),
}


def read_fund(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    """The fund as written and its code."""
    values["fond_text"] = row.text(field.id)
    values["fond_kod"] = _code_of(row, "fond", field.id)


def read_role(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    """The role as written and its code."""
    values["roll_text"] = row.text(field.id)
    values["roll"] = _code_of(row, "roll", field.id)


def unit_of(row: RowCells) -> Resolved | None:
    """The unit of a row that names its own; several named together are for the caller to hold."""
    text = row.text("namnd")
    if text is None:
        return None
    found = resolve_unit(text)
    if not found.flera:
        _remark_on(row, "namnd", "namnd", found)
    return found


def _code_of(row: RowCells, register: Register, name: str) -> str | None:
    """The code of a name in a cell; what was guessed or not known is remarked at the cell."""
    text = row.text(name)
    if text is None:
        return None
    found = resolve(register, text)
    _remark_on(row, register, name, found)
    return found.code


def _remark_on(row: RowCells, register: Register, name: str, found: Resolved) -> None:
    guessed, unknown = _RULES[register]
    if found.flera:
        row.note(FOND_FLERA, name, tolkning=all_names(register, found.flera))
    elif found.code is None:
        row.note(unknown, name)
    elif found.how == "tolkad":
        row.note(guessed, name, tolkning=found.name)


def read_units(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    """The units taking part as written, and the codes of those that are known, each once."""
    text = row.lines(field.id)
    if text is None:
        return
    values["deltagande_text"] = text
    codes: list[str] = []
    for words, found in resolve_list(text):
        if found.code is None:
            row.note(DELTAGANDE_OKAND, field.id, words)
        elif found.how == "tolkad":
            row.note(DELTAGANDE_TOLKAD, field.id, words, tolkning=found.name)
        if found.code is not None and found.code not in codes:
            codes.append(found.code)
    values["deltagande"] = ";".join(codes) or None


def read_fitted(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    """The ids of the fields whose value was fitted, from their headers or ids."""
    text = row.lines(field.id)
    if text is None:
        return
    fitted: list[str] = []
    for piece in re.split(r"[;,\n|]+", text):
        words = tidy(piece)
        if not words:
            continue
        header = headers.match(words, "projekt")
        if header is None:
            row.note(ANPASSAT_OKANT, field.id, words)
        elif header.field not in fitted:
            fitted.append(header.field)
    values[field.id] = ";".join(fitted) or None
