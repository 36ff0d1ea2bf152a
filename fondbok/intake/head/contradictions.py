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

from fondbok.findings import Finding
from fondbok.intake import headers
from fondbok.intake.head.columns import shown
from fondbok.intake.head.who_when import FIRST_YEAR, LAST_YEAR, Submission, read_year
from fondbok.intake.readers.tables import Labelled, Source
from fondbok.intake.rules import AR_MOTSAGS, BESLUT_FORE_ARETS_SLUT, NAMND_MOTSAGS, note
from fondbok.values.registers import name_of
from fondbok.values.resolve import resolve, resolve_unit, unit_names_in
from fondbok.values.text import cell_text, is_missing, key, tidy

_LONGEST_TITLE: Final = 80
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
# What has a year in it and is not the year of an account: a day, a month, a case number, a span of
# years, a programme's name, and when a file was sent or changed.
_MONTHS: Final = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zåäö]*"
_OTHER_YEARS = re.compile(
    rf"(?:19|20)\d\d[-_.]\d\d?[-_.]\d\d?(?!\d)|\d\d?[-_./ ]\d\d?[-_./ ](?:19|20)\d\d"
    rf"|(?:19|20)\d\d ?[-–/] ?\d\d(?!\d)|[A-ZÅÄÖ]{{2,5}}[- ](?:19|20)\d\d-\d+"
    rf"|{_MONTHS}\.?[ _-]*(?:19|20)\d\d|(?:19|20)\d\d[ _-]*{_MONTHS}\b"
    r"|(?:agenda|vision|europa|europe|horisont|horizon|mål|strategi|plan|mot|till|sedan|från)"
    r"[ _-]*(?:19|20)\d\d"
    r"|(?:inlämna|inkomm|inskicka|skicka|lämna|beslut|uppdatera|revidera|ändra|sparad|skapad|kopia"
    r"|utskriven|version|utkast)[a-zåäö]*[ _-]*(?:19|20)\d\d",
    re.IGNORECASE,
)
_ONLY_YEAR = re.compile(r"(?:19|20)\d\d")
# "MN", "GrF", "FoF": two capitals at least.
_SHORT_NAME = re.compile(r"(?<![^\W_])[A-ZÅÄÖ](?=[a-zåäö]*[A-ZÅÄÖ])[A-Za-zÅÄÖåäö]{1,4}(?![^\W_])")
# Those that an account goes to, or is made with, did not write it.
_TO_OTHERS = re.compile(
    r"(?<![^\W_])(?:till|med|hos|via|tillsammans|samverkan|samarbete|kopia|cc)(?![^\W_])", re.I
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
    named = _years_in(path.stem)
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


def _years_in(name: str) -> set[int]:
    """The years that a file's name may be of; what it says of days and spans is left out."""
    plain = _OTHER_YEARS.sub(" ", unicodedata.normalize("NFC", name))
    return {int(year) for year in _YEAR.findall(plain) if FIRST_YEAR <= int(year) <= LAST_YEAR}


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
    name = unicodedata.normalize("NFC", path.stem)
    other = _unit_in(name.replace("_", " "))
    if other not in (None, unit):
        yield _of_unit(unit, str(other), f"filnamnet {shown(path.stem)}")
    for pair in _given(source, "namnd"):
        found = resolve_unit(tidy(cell_text(pair.value)))
        if found.code not in (None, unit) and unit not in found.flera:
            text = f"raden {pair.label}: {tidy(cell_text(pair.value))}"
            yield _of_unit(unit, str(found.code), shown(text), pair)
    for text, pair in _titles(source):
        other = _unit_in(text)
        if other not in (None, unit):
            yield _of_unit(unit, str(other), f"texten {shown(text)}", pair)


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


def _unit_in(text: str) -> str | None:
    """The code of the one nämnd that a short text names, without the one every account goes to."""
    if len(text) > _LONGEST_TITLE or _TO_OTHERS.search(text):
        return None
    known = {resolve("namnd", name).code for name in unit_names_in(text)}
    short = (resolve("namnd", name) for name in _SHORT_NAME.findall(text))
    known |= {found.code for found in short if found.how == "exakt"}
    if not known and _is_name(text):
        known = {resolve("namnd", text).code}
    return _only(known - {None, _recipient()})


def _is_name(text: str) -> bool:
    return resolve("namnd", text).how == "exakt" and len(key(text)) > 1


def _recipient() -> str | None:
    return resolve("namnd", "kommunstyrelsen").code


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
