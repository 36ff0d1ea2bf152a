"""What a column is called: headers as written matched to field ids.

Belongs here: the spelling of headers (headers.csv beside this file, one line a synonym) and what a
header says about its column: the unit, the year, the unit of the city. The rows under a header are
read by `project_rows` and `side_tables`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from fondbok.intake.values.amounts import NO_UNIT, Unit, is_unit_word, parse_unit
from fondbok.intake.values.resolve import resolve
from fondbok.intake.values.text import key, tidy

Kind = Literal["start", "projekt", "svar", "samverkan", "indikator", "natverk", "handelse"]

# The form shows last year's amounts beside the empty ones.
_INFORMATION = key("Förra året (endast information)")
_SOURCE = Path(__file__).with_name("headers.csv")
# One slip in a word of this length still means only one header.
_FUZZY_FROM = 8
_LONGEST = 120
# So much longer may a header be with the blanks and line breaks of a narrow column.
_LONGEST_AS_TYPED = 2 * _LONGEST

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_TRAILING_UNIT = re.compile(r"^(.*?\S)[ ,:]+((?:i )?\S+(?: kronor| kr| euro)?)$", re.IGNORECASE)
_LAST_WORD = re.compile(r"[ ,:]")
# The same without blanks: "UtbetaltSEK", "UtbetaltTillASF".
_TO_UNIT_SQUEEZED = re.compile(r"^(utbetal(?:t|da)\w*?)till(\w+)$", re.IGNORECASE)
_LONGEST_UNIT = 8
_TO_UNIT = re.compile(r"^(utbetal(?:t|da)\b.*?) till (.+)$", re.IGNORECASE)
MONEY_FIELDS = frozenset({"budget", "stadens_budget", "utbetalt"})


@dataclass(frozen=True, slots=True)
class Header:
    """What one header means.

    Attributes:
        field: Field id of the input contract.
        unit: Power of ten and currency of a bare number below it.
        year: The year inside the header, if any.
        unit_name: The förvaltning inside the header, if any ("Utbetalt till ASF 2019").
        guessed: The spelling was one slip away from a known header.
    """

    field: str
    unit: Unit = NO_UNIT
    year: int | None = None
    unit_name: str | None = None
    guessed: bool = False


@cache
def _synonyms() -> dict[Kind, dict[str, str]]:
    table: dict[Kind, dict[str, str]] = {}
    with _SOURCE.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            kind: Kind = row["kind"]  # type: ignore[assignment]
            table.setdefault(kind, {})[key(row["header"])] = row["field"]
    return table


@cache
def canonical(kind: Kind = "projekt") -> dict[str, str]:
    """Field id -> the header the template prints, in the template's order."""
    with _SOURCE.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["kind"] == kind]
    return {row["field"]: row["header"] for row in rows if row["canonical"] == "true"}


def is_information(text: str) -> bool:
    """Whether a column only shows the nämnd something: no field, and nothing to remark on."""
    return key(text) == _INFORMATION


def match(text: str, kind: Kind = "projekt") -> Header | None:
    """The meaning of one header.

    Args:
        text: The header as written; case, blanks, hyphens and line breaks do not count.
        kind: Which table it stands in.

    Returns:
        The field with the unit and year read from the header, or None when it is not known.
    """
    return _match(text, kind) if len(text) <= _LONGEST_AS_TYPED else None


@lru_cache(maxsize=8192)
def _match(text: str, kind: Kind) -> Header | None:
    words = tidy(text)
    if not words or len(words) > _LONGEST:
        return None
    known = _synonyms()[kind]
    # A field id is a header too: json keys and exported csv files are written with them.
    whole = known.get(key(words)) or (words if words in known.values() else None)
    if whole:
        return Header(whole)
    bare, year, unit, unit_name = _take_apart(words)
    found = known.get(key(bare))
    if found:
        return Header(found, unit, year, unit_name)
    if kind == "projekt" and (squeezed := _squeezed(key(bare), unit, year)) is not None:
        return squeezed
    close = _closest(key(bare), kind)
    return Header(close, unit, year, unit_name, guessed=True) if close else None


def _take_apart(words: str) -> tuple[str, int | None, Unit, str | None]:
    """The bare header, its year, its unit, and the förvaltning it names."""
    unit = NO_UNIT
    for inside in _BRACKET.findall(words) if "(" in words or "[" in words else ():
        unit = parse_unit(_YEAR.sub("", inside).strip(" ,")) or unit
    year_at = _YEAR.search(words)
    year = int(year_at[1]) if year_at else None
    bare = tidy(_YEAR.sub(" ", _BRACKET.sub(" ", words))).strip(" ,:-–")
    trailing = _TRAILING_UNIT.match(bare) if is_unit_word(_LAST_WORD.split(bare)[-1]) else None
    if trailing and (named := parse_unit(trailing[2])):
        bare, unit = trailing[1], named
    bare = re.sub(r" (?:under|år)$", "", bare)
    to_unit = _TO_UNIT.match(bare)
    if to_unit:
        return to_unit[1], year, unit, to_unit[2].strip(" ,:")
    return bare, year, unit, None


def _squeezed(bare: str, unit: Unit, year: int | None) -> Header | None:
    """A money header written without blanks, with its unit or its förvaltning at the end.

    A förvaltning counts only when its name is known: the rest of the word could be a unit too.
    """
    known = _synonyms()["projekt"]
    for at in range(max(1, len(bare) - _LONGEST_UNIT), len(bare)):
        field, named = known.get(bare[:at]), parse_unit(bare[at:])
        if field in MONEY_FIELDS and named is not None and unit in (NO_UNIT, named):
            return Header(field, named, year)
    to_unit = _TO_UNIT_SQUEEZED.match(bare)
    field = known.get(to_unit[1]) if to_unit else None
    if to_unit is None or field is None or resolve("namnd", to_unit[2]).how != "exakt":
        return None
    return Header(field, unit, year, to_unit[2].upper())


@cache
def _long_synonyms(kind: Kind) -> tuple[str, ...]:
    return tuple(spelling for spelling in _synonyms()[kind] if len(spelling) >= _FUZZY_FROM)


def _closest(wanted: str, kind: Kind) -> str | None:
    if len(wanted) < _FUZZY_FROM:
        return None
    close = process.extract(
        wanted, _long_synonyms(kind), scorer=OSA.distance, score_cutoff=1, limit=None
    )
    fields = {_synonyms()[kind][spelling] for spelling, _, _ in close}
    return fields.pop() if len(fields) == 1 else None
