"""The names of a project row: unit, fund, role, taking part, fitted fields, and plain words.

Belongs here: names to codes with their remarks. The registers themselves are in `resolve`.
"""

from __future__ import annotations

import re
from typing import Any

from fondbok.files.privacy.personal_data import without_masked
from fondbok.findings import Rule
from fondbok.intake import headers
from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import (
    ANDEL_OLASLIG,
    ANDEL_SOM_BRAK,
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
from fondbok.values.shares import NoPercent, format_percent, read_percent, split_list
from fondbok.values.text import tidy

_LINES = ("syfte", "malgrupp", "resultat")
_RULES: dict[Register, tuple[Rule, Rule]] = {
    "namnd": (NAMND_TOLKAD, NAMND_OKAND),
    "fond": (FOND_TOLKAD, FOND_OKAND),
    "roll": (ROLL_TOLKAD, ROLL_OKAND),
}


def read_names(row: RowCells, values: dict[str, Any]) -> None:
    """Fill fund, role, units taking part and the plain words of a raw row."""
    values["fond_text"] = row.text("fond")
    values["fond_kod"] = code_of(row, "fond", "fond")
    values["roll_text"] = row.text("roll")
    values["roll"] = code_of(row, "roll", "roll")
    values["projektagare"] = row.text("projektagare")
    values["bidragsnummer"] = without_masked(row.text("bidragsnummer"))
    codes = split_list(row.lines("ekonomikod") or "")
    values["ekonomikod"] = ";".join(filter(without_masked, codes)) or None
    for name in _LINES:
        values[name] = row.lines(name)
    _read_units(row, values)
    _read_share(row, values)
    _read_fitted(row, values)


def unit_of(row: RowCells) -> Resolved | None:
    """The unit of a row that names its own; several named together are for the caller to hold."""
    text = row.text("namnd")
    if text is None:
        return None
    found = resolve_unit(text)
    if not found.flera:
        _remark_on(row, "namnd", "namnd", found)
    return found


def code_of(row: RowCells, register: Register, name: str) -> str | None:
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


def _read_units(row: RowCells, values: dict[str, Any]) -> None:
    text = row.lines("deltagande")
    if text is None:
        return
    values["deltagande_text"] = text
    codes: list[str] = []
    for words, found in resolve_list(text):
        if found.code is None:
            row.note(DELTAGANDE_OKAND, "deltagande", words)
        elif found.how == "tolkad":
            row.note(DELTAGANDE_TOLKAD, "deltagande", words, tolkning=found.name)
        if found.code is not None and found.code not in codes:
            codes.append(found.code)
    values["deltagande"] = ";".join(codes) or None


def _read_share(row: RowCells, values: dict[str, Any]) -> None:
    share = read_percent(row.cell("eu_andel"))
    if isinstance(share, NoPercent):
        row.note(ANDEL_OLASLIG, "eu_andel")
    elif share is not None:
        values["eu_andel"] = share.value
        if share.as_fraction:
            row.note(ANDEL_SOM_BRAK, "eu_andel", tolkning=format_percent(share.value))


def _read_fitted(row: RowCells, values: dict[str, Any]) -> None:
    text = row.lines("anpassade_falt")
    if text is None:
        return
    fields: list[str] = []
    for piece in re.split(r"[;,\n|]+", text):
        words = tidy(piece)
        if not words:
            continue
        header = headers.match(words, "projekt")
        if header is None:
            row.note(ANPASSAT_OKANT, "anpassade_falt", words)
        elif header.field not in fields:
            fields.append(header.field)
    values["anpassade_falt"] = ";".join(fields) or None
