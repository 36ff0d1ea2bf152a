"""What an export says of itself: whose it is, when it was made and which days it covers.

Belongs here: reading that from a file's name, the lines above its header, a workbook's properties
and the head of a SIE file. Which of two exports holds is decided in the models.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from fondbok.files.archive import saved_at
from fondbok.files.privacy.in_sql import mask
from fondbok.ledger import sie

GEN, INLEDNING, NAMN, ARBETSBOK = "gen", "inledning", "namn", "arbetsbok"
# A company whose number is a person's has no number here.
MASKED_COMPANY = "maskerad"

_DAY = r"((?:19|20)\d\d)(?P<{d}>[-./]?)(0[1-9]|1[0-2])(?P={d})(0[1-9]|[12]\d|3[01])"
_MONTH = r"((?:19|20)\d\d)[-/.]?(0[0-9]|1[0-3])"
_IN_NAME = re.compile(
    r"(?<!\d)"
    + _DAY.format(d="d")
    + r"(?:[T _-]?(?!(?:19|20)\d\d[-./]?[01]\d)([01]\d|2[0-3])[.:-]?([0-5]\d)(?:[.:-]?([0-5]\d))?)?"
    r"(?!\d)"
)
_ONE = rf"(?:{_DAY.format(d='a')}|{_MONTH})"
_OTHER = rf"(?:{_DAY.format(d='b')}|{_MONTH})"
_TO = r"[ ]*(?:--?|–|—|till(?: och med)?|t[ .]*o[ .]*m\.?|tom|to|och med)[ ]*(?:period|datum)?[ ]*"
_SPAN = re.compile(rf"(?<!\d){_ONE}{_TO}{_OTHER}(?!\d)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_NAMED_MONTH = r"(jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)[a-z]*"
_WORDED = re.compile(
    rf"(?<![a-zåäö\d])(?:{_NAMED_MONTH}[ _-]?(\d\d?)|(\d\d?)[ _-]?{_NAMED_MONTH})"
    r"(?:[ _-]?((?:19|20)\d\d))?(?![a-zåäö\d])",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"(?:skapa|utskri|exporter|genererad|framtag|uttag|körd|rapportdatum|printed|created|generated)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Export:
    """What one sheet says of itself; None where it does not say.

    Attributes:
        foretag: organisation number of the company, digits only; None is the city's own.
        gjord: when the export was made.
        gjord_kalla: what says so: gen, inledning, namn or arbetsbok.
        fran_datum: first day it covers.
        till_datum: last day it covers.
    """

    foretag: str | None = None
    gjord: datetime | None = None
    gjord_kalla: str | None = None
    fran_datum: date | None = None
    till_datum: date | None = None


NOTHING = Export()


def of_text(name: str, preamble: Sequence[str], company: str | None) -> Export:
    """A delimited file.

    Args:
        name: the name it is known under.
        preamble: the lines above its header.
        company: the profile's.
    """
    made, span = _named(name)
    printed = _printed(preamble)
    first, last = _span(preamble) or span
    said = Export(digits(company), made, NAMN if made else None, first, last)
    return replace(said, gjord=printed, gjord_kalla=INLEDNING) if printed else said


def of_sheet(path: Path, preamble: Sequence[str], company: str | None) -> Export:
    """A sheet of a workbook, as `of_text`; its modified date where nothing else says."""
    said = of_text(path.name, preamble, company)
    if said.gjord is not None:
        return said
    with path.open("rb") as workbook:
        modified = saved_at(workbook)
    return replace(said, gjord=modified, gjord_kalla=ARBETSBOK if modified else None)


def of_sie(head: sie.Identification, name: str) -> Export:
    """A SIE file: #ORGNR, #GEN, and #RAR 0 as far as #OMFATTN reaches."""
    made = sie.day(head.genererad[:8])
    named, _ = _named(name)
    gjord = datetime(made.year, made.month, made.day) if made else named
    kalla = GEN if made else NAMN if named else None
    first, last = head.rakenskapsar.get(0, (None, None))
    reached = sie.day(head.omfattning)
    if last is None or (reached is not None and reached < last):
        last = reached
    return Export(digits(head.orgnr), gjord, kalla, first, last)


def has_day_without_year(name: str) -> bool:
    """Whether a name holds a day and a month in words, but no year."""
    match = _WORDED.search(name)
    return match is not None and not match[5]


def made_without_year(name: str, newest: date | None) -> datetime | None:
    """The first day that a name with day and month but no year can mean, as jan10 or 10 januari.

    Args:
        name: the name it is known under.
        newest: its newest booking, which an export cannot be older than.
    """
    match = _WORDED.search(name)
    if match is None or newest is None:
        return None
    # Within eight years even 29 February comes.
    days = (_worded(match, year) for year in range(newest.year, newest.year + 9))
    return next((day for day in days if day is not None and day.date() >= newest), None)


def _worded(match: re.Match[str], year: int) -> datetime | None:
    month = (match[1] or match[4]).lower().replace("may", "maj").replace("oct", "okt")
    try:
        return datetime(year, _MONTHS.index(month) + 1, int(match[2] or match[3]))
    except ValueError:
        return None


def digits(number: str | None) -> str | None:
    """An organisation number as its ten digits; None when there is none."""
    if not number:
        return None
    if mask(number) != number:
        return MASKED_COMPANY
    bare = "".join(sign for sign in number if sign.isdecimal())
    if number.strip().upper().startswith("SE") and len(bare) == 12:
        bare = bare[:10]
    elif len(bare) == 12 and bare.startswith("16"):
        bare = bare[2:]
    return bare if bare.strip("0") else None


def _named(name: str) -> tuple[datetime | None, tuple[date | None, date | None]]:
    """When a file was made and which days it covers, by its name.

    One date is the day it was made. Two are the days it covers, and a third the day it was made.
    """
    found = [moment for match in _IN_NAME.finditer(name) if (moment := _moment(match))]
    worded = _WORDED.search(name)
    if not found and worded and worded[5] and (moment := _worded(worded, int(worded[5]))):
        return moment, (None, None)
    if len(found) == 1:
        return found[0], (None, None)
    spanned = _span([re.sub(r"_+", " - ", name)])
    if len(found) == 3 and found[0] <= found[1]:
        return found[2], (found[0].date(), found[1].date())
    if len(found) == 2 and found[0] < found[1]:
        return None, (found[0].date(), found[1].date())
    return None, spanned or (None, None)


def _moment(match: re.Match[str]) -> datetime | None:
    year, _, month, day, *time = match.groups()
    hour, minute, second = (int(part or 0) for part in time)
    try:
        return datetime(int(year), int(month), int(day), hour, minute, second)
    except ValueError:
        return None


def _printed(lines: Iterable[str]) -> datetime | None:
    for line in lines:
        word = _MADE.search(line)
        match = _IN_NAME.search(line, word.end()) if word else None
        if match and (moment := _moment(match)):
            return moment
    return None


def _span(lines: Iterable[str]) -> tuple[date, date] | None:
    """The first two days, or months, that a line parts by a dash or a word like till."""
    for line in lines:
        for match in _SPAN.finditer(line):
            parts = [part for part in match.groups() if part and part.isdigit()]
            half = 3 if match[1] else 2
            first, last = _edge(parts[:half], last=False), _edge(parts[half:], last=True)
            if first and last and first <= last:
                return first, last
    return None


def _edge(parts: Sequence[str], *, last: bool) -> date | None:
    """The first or last day of a day, or of a month where 00 and 13 are a year's ends."""
    year, month = int(parts[0]), min(12, max(1, int(parts[1])))
    day = int(parts[2]) if len(parts) > 2 else calendar.monthrange(year, month)[1] if last else 1
    try:
        return date(year, month, day)
    except ValueError:
        return None
