"""Who hands in and for which year: the sheet Start, the keys of a JSON file, or the headers.

Belongs here: what is said once for the whole submission. A row that says otherwise wins.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from fondbok.files.marks import Uncalculated
from fondbok.findings import Finding, Rule
from fondbok.intake import headers
from fondbok.intake.readers.tables import Labelled, Source, Table, is_total_label
from fondbok.intake.rules import (
    CELLFEL_UPPGIFT,
    DATUM_FRITEXT,
    DATUM_OLASLIGT,
    DATUM_TOLKAT,
    NAMND_OKAND,
    NAMND_TOLKAD,
    UNDERLAG_GEMENSAMT,
    UPPGIFT_FRAN_RUBRIK,
    UPPGIFT_OVANTAD,
    VERSION_OLASLIG,
    note,
)
from fondbok.values.captions import units_in
from fondbok.values.dates import YEAR_IN_TEXT, NoDate, format_date, read_date
from fondbok.values.resolve import all_names, resolve, resolve_unit, unit_names_in
from fondbok.values.text import (
    Cell,
    cell_text,
    decimal_of,
    is_cell_error,
    is_missing,
    key,
    tidy,
)

FIRST_YEAR, LAST_YEAR = 1995, 2100
_YEAR = re.compile(r"(?:år|verksamhetsår|redovisningsår|helår)? ?((?:19|20)\d\d)(?:\.0)?", re.I)
_YEAR_INSIDE = re.compile(r"(?<![\d-])((?:19|20)\d\d)(?![\d-])")
_MAX_VERSION = 9999
# Whose registry a number is of. The one that asks for the account stands in everybody's heading.
_REGISTRY = re.compile(r"\b(?!STK-)([A-ZÅÄÖ]{2,5})-\d{4}-\d+")

_LONGEST_TITLE: Final = 80
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
# "MN", "GrF", "FoF": two capitals at least.
_SHORT_NAME = re.compile(r"(?<![^\W_])[A-ZÅÄÖ](?=[a-zåäö]*[A-ZÅÄÖ])[A-Za-zÅÄÖåäö]{1,4}(?![^\W_])")
# Those that an account goes to, or is made with, did not write it.
_TO_OTHERS = re.compile(
    r"(?<![^\W_])(?:till|med|hos|via|tillsammans|samverkan|samarbete|kopia|cc)(?![^\W_])", re.I
)


@dataclass
class Submission:
    """What holds for every row that does not say otherwise.

    Attributes:
        namnd_text: The name as written, None when not given.
        namnd_kod: Its code, None when not given or unknown.
        namnd_flera: The codes of the units that hand in together; a row that does not name its own
            is then held.
        ar: Year reported.
        ar_text: What stood where the year should be, when it is no year.
        ar_from_start: The year was said outright, and not found in a title or a header.
        binds_version: The version was said outright: no row has another.
    """

    namnd_text: str | None = None
    namnd_kod: str | None = None
    namnd_flera: tuple[str, ...] = ()
    ar: int | None = None
    ar_text: str | None = None
    diarienummer: str | None = None
    beslutsdatum: date | None = None
    version: int = 1
    ar_from_start: bool = False
    binds_version: bool = False
    fynd: list[Finding] = field(default_factory=list)


def read_year(cell: Cell) -> int | None:
    """A reporting year from a cell of any type; None when it is none."""
    if isinstance(cell, date):
        return cell.year if FIRST_YEAR <= cell.year <= LAST_YEAR else None
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        exact = decimal_of(cell)
        if exact is None or exact != exact.to_integral_value() or exact.adjusted() > 4:
            return None
        year = int(exact)
    else:
        match = _YEAR.fullmatch(tidy(cell_text(cell)))
        if match is None:
            return None
        year = int(match[1])
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def read_version(cell: Cell) -> int | None:
    """A version number from 1 and upwards; None when it is none."""
    words = tidy(cell_text(cell)).casefold().removeprefix("version").strip(" .v")
    if not re.fullmatch(r"[0-9]{1,4}", words):
        return None
    return int(words) if 1 <= int(words) <= _MAX_VERSION else None


def years_in_title(text: str) -> set[int]:
    """The years that a title or a file's name may be of; what it says of days is left out."""
    plain = _OTHER_YEARS.sub(" ", unicodedata.normalize("NFC", text))
    return {
        int(year) for year in YEAR_IN_TEXT.findall(plain) if FIRST_YEAR <= int(year) <= LAST_YEAR
    }


def unit_in_title(text: str) -> str | None:
    """The code of the one nämnd that a short text names, without the one every account goes to."""
    if len(text) > _LONGEST_TITLE or _TO_OTHERS.search(text):
        return None
    known = {resolve("namnd", name).code for name in unit_names_in(text)}
    short = (resolve("namnd", name) for name in _SHORT_NAME.findall(text))
    known |= {found.code for found in short if found.how == "exakt"}
    if not known and _is_name(text):
        known = {resolve("namnd", text).code}
    others = known - {None, _recipient()}
    return others.pop() if len(others) == 1 else None


def _is_name(text: str) -> bool:
    return resolve("namnd", text).how == "exakt" and len(key(text)) > 1


def _recipient() -> str | None:
    return resolve("namnd", "kommunstyrelsen").code


def read_submission_head(source: Source) -> Submission:
    """What the submission says about itself, with a remark at each place that is not clear."""
    head = Submission()
    given = _labelled(source, head)
    if (pair := given.get("namnd")) is not None:
        _take_unit(head, tidy(cell_text(pair.value)), pair)
    if (pair := given.get("ar")) is not None:
        head.ar = read_year(pair.value)
        head.ar_text = None if head.ar else tidy(cell_text(pair.value))
    if (pair := given.get("diarienummer")) is not None:
        head.diarienummer = tidy(cell_text(pair.value))
    if (pair := given.get("beslutsdatum")) is not None:
        _take_decision_date(head, pair)
    if (pair := given.get("version")) is not None:
        _take_version(head, pair)
    _fill_from_headers(source, head)
    head.ar_from_start = "ar" in given
    head.binds_version = "version" in given
    return head


def _labelled(source: Source, head: Submission) -> dict[str, Labelled]:
    """The first value given for each field of the sheet Start."""
    given: dict[str, Labelled] = {}
    for pair in source.start:
        header = headers.match(pair.label, "start")
        words = cell_text(pair.value)
        has_value = pair.value is not None and not is_missing(words)
        if header is not None and header.field != "ar" and _is_error(pair.value, tidy(words)):
            _remark(head, pair, CELLFEL_UPPGIFT, varde=tidy(words)[:80])
            continue
        if header is not None and has_value:
            given.setdefault(header.field, pair)
        elif header is None and has_value and not units_in(f"{pair.label}: {words}"):
            _remark(head, pair, UPPGIFT_OVANTAD, varde=None)
    return given


def _is_error(value: Cell, words: str) -> bool:
    return isinstance(value, Uncalculated) or is_cell_error(words)


def _remark(
    head: Submission, pair: Labelled, rule: Rule, *, varde: str | None, tolkning: str = ""
) -> None:
    head.fynd.append(
        note(
            rule,
            blad=pair.blad or None,
            rad=pair.rad or None,
            kolumn=pair.label,
            varde=varde,
            tolkning=tolkning,
        )
    )


def _take_unit(head: Submission, text: str, pair: Labelled) -> None:
    found = resolve_unit(text)
    head.namnd_text, head.namnd_kod, head.namnd_flera = text, found.code, found.flera
    if found.flera:
        names = all_names("namnd", found.flera)
        _remark(head, pair, UNDERLAG_GEMENSAMT, varde=text, tolkning=names)
    elif found.code is None:
        _remark(head, pair, NAMND_OKAND, varde=text)
    elif found.how == "tolkad":
        _remark(head, pair, NAMND_TOLKAD, varde=text, tolkning=found.name)


def _take_decision_date(head: Submission, pair: Labelled) -> None:
    found = read_date(pair.value)
    text = tidy(cell_text(pair.value))
    if isinstance(found, NoDate):
        rule = DATUM_FRITEXT if found.why == "fritext" else DATUM_OLASLIGT
        _remark(head, pair, rule, varde=text)
    elif found is not None:
        head.beslutsdatum = found.first
        if found.note or found.precision != "dag":
            _remark(head, pair, DATUM_TOLKAT, varde=text, tolkning=format_date(found))


def _take_version(head: Submission, pair: Labelled) -> None:
    version = read_version(pair.value)
    if version is None:
        _remark(head, pair, VERSION_OLASLIG, varde=tidy(cell_text(pair.value)))
    else:
        head.version = version


def _fill_from_headers(source: Source, head: Submission) -> None:
    """Unit and year that only a header or a title names: "Utbetalt till ASF 2019"."""
    paid = [
        (table, at, column)
        for table in source.projekt
        for at, column in enumerate(table.columns)
        if column is not None and column.field == "utbetalt"
    ]
    years = {column.year for _, _, column in paid if column.year}
    for table, at, column in paid:
        place = Labelled(table.header[at], None, table.blad, table.header_rad)
        if column.unit_name and not _said_in_every_row(table, "namnd"):
            _guess_unit(head, column.unit_name, table.header[at], place)
        # Columns of several years are no year of the account.
        if column.year and len(years) == 1 and not _said_in_every_row(table, "ar"):
            _guess_year(head, column.year, table.header[at], place)
    # A table that says it row by row speaks for itself, whatever its title names.
    units, years_asked = (
        not any(_said_in_every_row(table, name) for table in source.projekt)
        for name in ("namnd", "ar")
    )
    if any(_has_own(table, "namnd") and _has_own(table, "ar") for table in source.projekt):
        return
    for hint in source.hints:
        place = Labelled("", None, "", 0)
        if years_asked and len(found := set(_YEAR_INSIDE.findall(hint))) == 1:
            _guess_year(head, int(found.pop()), hint, place)
        if not units:
            continue
        words = _YEAR_INSIDE.sub("", hint)
        for candidate in (hint, words, *_REGISTRY.findall(hint)):
            _guess_unit(head, candidate, hint, place)
        inside = unit_names_in(hint)
        if len({resolve("namnd", name).code for name in inside}) == 1:
            _guess_unit(head, inside[0], hint, place)


def _has_own(table: Table, name: str) -> bool:
    return any(column is not None and column.field == name for column in table.columns)


def _said_in_every_row(table: Table, name: str) -> bool:
    """The table has a column for it that is filled in all the way down, totals left out."""
    own = [at for at, column in enumerate(table.columns) if column and column.field == name]
    return bool(own) and all(
        any(at < len(cells) and tidy(cell_text(cells[at])) for at in own)
        or any(is_total_label(cell_text(cell)) for cell in cells)
        for _, cells in table.rows
    )


def _guess_unit(head: Submission, name: str, seen_in: str, place: Labelled) -> None:
    if head.namnd_text is not None:
        return
    found = resolve("namnd", name)
    if found.code is None:
        return
    head.namnd_text, head.namnd_kod = name, found.code
    head.fynd.append(_from_header("Nämnd", seen_in, place))


def _guess_year(head: Submission, year: int, seen_in: str, place: Labelled) -> None:
    if head.ar is not None or head.ar_text is not None:
        return
    if FIRST_YEAR <= year <= LAST_YEAR:
        head.ar = year
        head.fynd.append(_from_header("År", seen_in, place))


def _from_header(name: str, seen_in: str, place: Labelled) -> Finding:
    return note(
        UPPGIFT_FRAN_RUBRIK,
        blad=place.blad or None,
        rad=place.rad or None,
        kolumn=place.label or None,
        varde=tidy(seen_in)[:120],
        falt=name,
    )
