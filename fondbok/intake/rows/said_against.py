"""Words on a row that say that its money does not count: "(avslag)", "UTGÅR", "räknas inte".

Belongs here: the project's name and what stands in cells that no field reads, or that a field keeps
as a text. The row counts all the same: a person is asked to look.
"""

from __future__ import annotations

import re
from typing import Any, Final

from fondbok.intake import fields
from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import RAD_SAGS_EJ_RAKNAS
from fondbok.values.captions import units_in
from fondbok.values.resolve import resolve, unit_names_in
from fondbok.values.unit_words import sentences

# In any text of the row: nothing else is meant by them.
_ANYWHERE = re.compile(
    r"\b(?:ska(?:ll)?|bör) (?:inte|ej|icke) (?:räknas|redovisas|(?:tas|vara) (?:med|upp)"
    r"|ingå(?= i (?:summa|total|redovisning)|[.!]|$))"
    r"|\bräknas (?:inte|ej|icke)\b|\b(?:inte|ej) räknas med\b|\bredan redovisa[dt]s?\b"
    r"|\bbeloppe[nt] (?:avser|gäller|är för) (?:år )?(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# In a name or a short remark; a sentence may say the same about something else.
_IN_NAME = re.compile(
    r"\butg(?:år|ått|ick)\b(?! (?:i?från|ifrån|med|av|som|i)\b)"
    r"|\b(?:redovisas|rapporteras|bokförs) (?:av|hos)(?! (?:oss|vår))\b"
    r"|\b(?:ej|inte|icke) (?:ännu )?(?:bevilja[dt]|utbetal(?:[dt]|as)|erhåll\w+|betal[dt])\b"
    r"|\bmakulera[dt]\b|\bdubblett\b",
    re.IGNORECASE,
)
# Beside a name only in brackets, after a dash, or as the first word before a colon.
_ASIDE = (
    r"avslag(?:en|na|et|its)?|fick avslag|nekad|ansökan|sökt|ansökt|prel(?:imin\w+)?\.?|utkast"
    r"|prognos|planera[dt]|struk(?:en|et)|borttage[nt]|återkallad|återtagen|ingår (?:ej|inte)"
    r"|hela projekttiden|hela projektet|ackumulera[dt]"
    r"|(?:redan )?(?:ingår|(?:med)?räkna[dts]|redovisa[dts]|rapporterad?|uppta[sg]\w*)"
    r" (?:redan ?)?(?:(?:på|i) )?(?:raden |projektet )?(?:ovan\w*|nedan\w*|under|redan"
    r"|i (?:summan|beloppet|annat|samma) ?\w*)|se (?:raden |beloppet )?(?:ovan\w*|nedan\w*)"
    r"|redan (?:med)?räkna[dts]|dubbel(?:räknad|redovisad|t)"
)
_BESIDE_NAME = re.compile(
    rf"[(\[]\s*(?:{_ASIDE})[\s.,!?)\]]|\s[-–—]\s*(?:{_ASIDE})[.!?]?$|,\s*(?:{_ASIDE})[.!?]?$"
    rf"|^(?:{_ASIDE})\s*:",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"(?:{_ASIDE}|(?:ej|inte) bevilja[dt]|(?:ej|inte) utbetalt)[\s.!?]*", re.IGNORECASE
)
# One of these is in all that is looked for, and in few names and remarks.
_STEM_ANYWHERE = re.compile("räknas|redovisa|ska|bör|beloppe")
_STEM = re.compile(
    "räknas|redovisa|ska|bör|beloppe|utgå|utgic|rapport|bokför|bevilja|betal|erhåll|makuler|dubbl"
    "|räkna|ovan|nedan|avslag|nekad|ansök|sökt|prel|utkast|prognos|planera|struk|borttag|återkall|återtag|ingår"
    r"|hela projekt|ackumul|[(\[:–—]| - "
)
_CODE = re.compile(r"\b[A-ZÅÄÖ]{2,5}\b")
_MARKS = " ()[],:.!?-–—"
_LONGEST_REMARK: Final = 80
_LONGEST_SHOWN: Final = 120
_TEXTS: Final = frozenset({"text", "lines"})
_KEPT = frozenset(
    field.id for field in fields.PROJECT if field.holds in _TEXTS and field.id != "projekt"
)


def say_words_against(row: RowCells, values: dict[str, Any]) -> None:
    """Remark on a row with a payment whose name or remark says that it does not count."""
    if not values["utbetalt"]:
        return
    for at in row.columns("projekt"):
        if (word := _in_name(row.words_at(at), values)) is not None:
            row.note(RAD_SAGS_EJ_RAKNAS, at, ord=word)
            return
    for at, text in enumerate(row.words):
        column = row.plan.table.columns[at] if at < len(row.plan.table.columns) else None
        if column is None or column.field in _KEPT:
            word = _in_remark(text, values) if column is None else _anywhere(text, values)
            if word is not None:
                row.note(RAD_SAGS_EJ_RAKNAS, at, _shown(text, word), ord=word)
                return


def _in_name(text: str, values: dict[str, Any]) -> str | None:
    if _STEM.search(text.casefold()) is None:
        return None
    found = _anywhere(text, values) or _elsewhere(text, values)
    if found is None and (beside := _BESIDE_NAME.search(text)) is not None:
        found = beside[0]
    return found.strip(_MARKS) if found is not None else _unit_in(text)


def _in_remark(text: str, values: dict[str, Any]) -> str | None:
    """What a cell that no field reads says against the amount."""
    if _STEM.search(text.casefold()) is None:
        return None
    found = _anywhere(text, values)
    if found is not None or len(text) > _LONGEST_REMARK:
        return found
    beside = _WHOLE.fullmatch(text) or _BESIDE_NAME.search(text)
    found = _elsewhere(text, values) or (beside[0] if beside is not None else None)
    return found.strip(_MARKS) if found is not None else None


def _anywhere(text: str, values: dict[str, Any]) -> str | None:
    """Words that are against the amount wherever they stand; its own year is not."""
    if _STEM_ANYWHERE.search(text.casefold()) is None:
        return None
    found = next(
        (each for each in _ANYWHERE.finditer(text) if each["year"] != str(values["ar"])), None
    )
    return found[0] if found is not None else None


def _elsewhere(text: str, values: dict[str, Any]) -> str | None:
    """Words of a short text that are against the amount; the row's own nämnd is not another's."""
    found = _IN_NAME.search(text)
    if found is None:
        return None
    names = [*unit_names_in(text), *_CODE.findall(text)]
    named = {resolve("namnd", name).code for name in names} - {None}
    return None if named == {values["namnd_kod"]} else found[0]


def _unit_in(name: str) -> str | None:
    """A unit in a project's name that is none of kronor: "Hamnen (belopp i EUR)"."""
    if not name.endswith((")", "]")) and not any(mark in name for mark in "-–—:"):
        return None
    units = (caption.unit for caption in units_in(name))
    return next(
        (
            unit.currency if unit.currency not in (None, "SEK") else "tusental eller miljoner"
            for unit in units
            if unit.power or unit.currency not in (None, "SEK")
        ),
        None,
    )


def _shown(text: str, word: str) -> str:
    """The sentence with the word, of a longer text."""
    said = next((each for each in sentences(text) if word in each), text)
    return said[:_LONGEST_SHOWN]
