"""Whose account and which year's, said in another way elsewhere in the file or in its name.

Belongs here: what a file says of itself a second time, held against what counts. Nothing is
changed: which of the two is right nobody here can know. A title above a table of another year is
for `rows.left_out`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from fondbok import seeds
from fondbok.findings import Finding
from fondbok.intake import headers
from fondbok.intake.head.columns import shown
from fondbok.intake.head.who_when import (
    Submission,
    read_year,
    unit_in_title,
    years_in_title,
)
from fondbok.intake.readers.tables import Labelled, Source
from fondbok.intake.rules import AR_MOTSAGS, BESLUT_FORE_ARETS_SLUT, NAMND_MOTSAGS, note
from fondbok.values.registers import name_of, spellings
from fondbok.values.resolve import resolve_unit
from fondbok.values.text import cell_text, is_missing, key, tidy, without_accents

_ONLY_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST_NAME: Final = 3
# Beside the nämnd in the name of a file.
_NO_NAME = re.compile(
    r"\b(?:svar|redovisning|underlag|internationell\w*|arbete|eu|projekt\w*|bilaga|slutlig\w*|ny"
    r"|rev|reviderad|version|v|kopia|av|final|för|från|till|mall|ifylld)\b|[\d()]+",
    re.IGNORECASE,
)


def say_contradictions(
    source: Source, head: Submission, rows: Iterable[dict[str, Any]], path: Path
) -> list[Finding]:
    """Remark on what a file says of itself that its rows do not count for.

    Args:
        source: The file as read.
        head: What counts for rows that say nothing themselves.
        rows: The values of the rows that count.
        path: The file's place; its name and its folder may name a year and a nämnd.
    """
    counted = list(rows)
    year = _only({row["ar"] for row in counted} or {head.ar})
    unit = _only({row["namnd_kod"] for row in counted} or {head.namnd_kod})
    fynd = [] if year is None else [*_other_years(source, year, path)]
    if unit is not None and not head.namnd_flera:
        fynd += _other_units(source, unit, path)
    return fynd + list(_early_decisions(source, head))


def _only(values: set[Any]) -> Any:
    return values.pop() if len(values) == 1 else None


# --- the year ---


def _other_years(source: Source, year: int, path: Path) -> Iterator[Finding]:
    named = years_in_title(path.stem)
    folder = path.parent.name
    if len(named) == 1 and year not in named:
        yield _of_year(year, named.pop(), f"filnamnet {shown(path.stem)}")
    elif not named and _ONLY_YEAR.fullmatch(folder) and int(folder) not in (year, year + 1):
        # A folder may be of the year in which accounts are handed in: the one after.
        yield _of_year(year, int(folder), f"mappen {folder}")
    for pair in _given(source, "ar"):
        other = read_year(pair.value)
        if other not in (None, year):
            yield _of_year(year, other, f"raden {pair.label}", pair)


def _of_year(year: int, other: int | None, where: str, pair: Labelled | None = None) -> Finding:
    return note(AR_MOTSAGS, **_place(pair), varde=str(other), ar=year, var=where)


def _place(pair: Labelled | None) -> dict[str, Any]:
    if pair is None:
        return {}
    return {"blad": pair.blad or None, "rad": pair.rad or None, "kolumn": pair.label or None}


def _given(source: Source, field: str) -> Iterator[Labelled]:
    """Every value that is given for a field of the sheet Start; only the first one counts."""
    for pair in source.start:
        header = headers.match(pair.label, "start")
        if header is not None and header.field == field and not is_missing(cell_text(pair.value)):
            yield pair


# --- the nämnd ---


def _other_units(source: Source, unit: str, path: Path) -> Iterator[Finding]:
    name = unicodedata.normalize("NFC", path.stem).replace("_", " ")
    other = unit_in_title(name) or _unit_of_file(name)
    if other not in (None, unit):
        yield _of_unit(unit, str(other), f"filnamnet {shown(path.stem)}")
    for pair in _given(source, "namnd"):
        found = resolve_unit(tidy(cell_text(pair.value)))
        if found.code not in (None, unit) and unit not in found.flera:
            text = f"raden {pair.label}: {tidy(cell_text(pair.value))}"
            yield _of_unit(unit, str(found.code), shown(text), pair)
    for text, pair in _titles(source):
        other = unit_in_title(text)
        if other not in (None, unit):
            yield _of_unit(unit, str(other), f"texten {shown(text)}", pair)


def _unit_of_file(name: str) -> str | None:
    """The nämnd that a file's name is, but for the year and words for what the file is.

    Whoever names a file may write no å, ä and ö. A short "KS" may be whom it is for.
    """
    words = without_accents(key(_NO_NAME.sub(" ", name)))
    return _without_marks().get(words) if len(words) >= _SHORTEST_NAME else None


@seeds.derived
def _without_marks() -> dict[str, str]:
    return {without_accents(key(text)): code for text, (code, _) in spellings("namnd").items()}


def _titles(source: Source) -> Iterator[tuple[str, Labelled]]:
    """What heads the sheet Start and the tables that count; a memo's text names many nämnder."""
    for pair in source.start:
        if pair.value is None:
            yield pair.label, Labelled("", None, pair.blad, pair.rad)
    for table in source.projekt if source.format != "docx" else ():
        texts = [str(cell) for _, cells in table.before for cell in cells if isinstance(cell, str)]
        for text in dict.fromkeys([table.blad, *texts, *table.title]):
            if headers.match(text.partition(":")[0], "start") is None:
                yield tidy(text), Labelled("", None, table.blad, table.header_rad)


def _of_unit(unit: str, other: str, where: str, pair: Labelled | None = None) -> Finding:
    counted, said = (name_of("namnd", code) for code in (unit, other))
    return note(NAMND_MOTSAGS, **_place(pair), varde=said, namnd=counted, var=where)


# --- the decision ---


def _early_decisions(source: Source, head: Submission) -> Iterator[Finding]:
    """A nämnd decides on the account of a year when the year is over."""
    if head.ar is None or head.beslutsdatum is None or head.beslutsdatum >= date(head.ar, 12, 31):
        return
    pair = next(_given(source, "beslutsdatum"), None)
    text = head.beslutsdatum.isoformat()
    yield note(BESLUT_FORE_ARETS_SLUT, **_place(pair), varde=text, ar=head.ar)
