"""Dates and periods as they are written, with the precision they were written in.

Belongs here: one date ("2024-12", "hösten 2023", "31 december 2024") and one period
("2023--2026"). A partial date is kept as its first and last day, so a start can take the one and
an end the other.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from fondbok.values.text import Cell, cell_text, decimal_of, is_missing, tidy

Precision = Literal["dag", "manad", "sasong", "ar"]
Note = Literal["dag_manad", "ungefarlig", "excel_tal"]

FIRST_YEAR, LAST_YEAR = 1950, 2100
YEAR_IN_TEXT = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
"""A year among other words, that is no part of a longer number."""
# Excel's day 0; its invented 29 February 1900 lies before every year read here.
_EXCEL_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to a day, a month, a season or a year.

    Attributes:
        first: First day it can be.
        last: Last day it can be.
        precision: What was written.
        note: What a reader should look at again, if anything.
    """

    first: date
    last: date
    precision: Precision
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From and to; None where the text leaves it open."""

    start: PartialDate | None
    end: PartialDate | None


@dataclass(frozen=True, slots=True)
class NoDate:
    """Why a text is no date: free words (`fritext`), two readings or unreadable."""

    why: Literal["fritext", "tvetydigt", "olasligt"]
    readings: tuple[str, ...] = ()


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february febr",
            "mars mar march",
            "april apr",
            "maj may",
            "juni jun june",
            "juli jul july",
            "augusti aug august",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
# Seasons by the calendar of the weather service; the school's two terms are half years.
_SEASONS = {
    **dict.fromkeys(("våren", "vår", "vårterminen"), (3, 5)),
    **dict.fromkeys(("sommaren", "sommar"), (6, 8)),
    **dict.fromkeys(("hösten", "höst", "höstterminen"), (9, 11)),
    **dict.fromkeys(("vintern", "vinter"), (12, 14)),
    **dict.fromkeys(("vt", "första halvåret"), (1, 6)),
    **dict.fromkeys(("ht", "andra halvåret"), (7, 12)),
    **{f"{word}{q}": (3 * q - 2, 3 * q) for q in (1, 2, 3, 4) for word in ("q", "kvartal ")},
}
_DASHES = dict.fromkeys(map(ord, "‐‑‒−"), "-") | dict.fromkeys(map(ord, "—"), "–")

_Y = r"(?P<y>(?:19|20)\d\d)"
_M = r"(?P<m>0?[1-9]|1[0-2])"
_D = r"(?P<d>0?[1-9]|[12]\d|3[01])"
_MONTH_WORD = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_SEASON_WORD = rf"(?P<season>{'|'.join(sorted(_SEASONS, key=len, reverse=True))})"


@lru_cache(maxsize=16384)
def parse_date(text: str) -> PartialDate | NoDate | None:
    """One date as a person wrote it.

    Returns:
        The date with its precision, None for an empty cell or a missing marker, or why not.
    """
    if is_missing(text):
        return None
    words = tidy(text).translate(_DASHES).casefold().rstrip(".,;")
    if not any(char.isdigit() for char in words):
        return NoDate("fritext")
    if len(words) > 60:
        return NoDate("olasligt")
    found = _read(words)
    if found is not None:
        return found
    return _approximate(words) or NoDate("olasligt")


def read_date(cell: Cell) -> PartialDate | NoDate | None:
    """One date from a cell of any type."""
    if isinstance(cell, str):
        return parse_date(cell)
    if isinstance(cell, datetime):
        return _day(cell.year, cell.month, cell.day) or NoDate("olasligt")
    if isinstance(cell, date):
        return _day(cell.year, cell.month, cell.day) or NoDate("olasligt")
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)):
        return None if cell is None else NoDate("olasligt")
    return _from_number(cell)


@lru_cache(maxsize=16384)
def parse_period(text: str) -> Period | NoDate | None:
    """A period in one cell: "2023--2026", "18-09-01 till 21-12-31", "från 2019"."""
    if is_missing(text):
        return None
    words = tidy(text).translate(_DASHES).casefold().rstrip(".,;")
    if not any(char.isdigit() for char in words):
        return NoDate("fritext")
    if len(words) > 120:
        return NoDate("olasligt")
    single = parse_date(words)
    if isinstance(single, PartialDate):
        # A bare year is all the time of that year; a bare day says only when it began.
        return Period(single, single if single.precision == "ar" else None)
    for attempt in (_open_ended, _by_separator, _by_hyphen):
        if (period := attempt(words)) is not None:
            return period
    return single


def read_period(cell: Cell) -> Period | NoDate | None:
    """A period from a cell of any type."""
    if isinstance(cell, str):
        return parse_period(cell)
    found = read_date(cell)
    if isinstance(found, PartialDate):
        return Period(found, found if found.precision == "ar" else None)
    return found


def format_date(value: PartialDate) -> str:
    """ISO text that `parse_date` reads back to the same days and precision."""
    if value.precision == "dag":
        return value.first.isoformat()
    if value.precision == "manad":
        return value.first.isoformat()[:7]
    if value.precision == "ar":
        return str(value.first.year)
    months = (value.first.month, value.first.month + _months_between(value))
    season = next(name for name, span in _SEASONS.items() if span == months)
    return f"{season} {value.first.year}"


def _months_between(value: PartialDate) -> int:
    years = value.last.year - value.first.year
    return 12 * years + value.last.month - value.first.month


def _read(words: str) -> PartialDate | NoDate | None:
    for pattern, build in _FORMS:
        if match := pattern.fullmatch(words):
            found = build(match)
            if found is not None:
                return found
    return None


@lru_cache(maxsize=16384)
def _day(year: int, month: int, day: int, note: Note | None = None) -> PartialDate | None:
    try:
        at = date(year, month, day)
    except ValueError:
        return None
    in_range = FIRST_YEAR <= year <= LAST_YEAR
    return PartialDate(at, at, "dag", note) if in_range else None


def _months(year: int, first: int, last: int, precision: Precision) -> PartialDate | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    end = date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    return PartialDate(date(year, first, 1), end, precision)


def _century(match: re.Match[str]) -> int:
    year = int(match["y"])
    return year if year > 99 else 2000 + year


def _ymd(match: re.Match[str]) -> PartialDate | None:
    return _day(_century(match), int(match["m"]), int(match["d"]))


def _dmy(match: re.Match[str]) -> PartialDate | None:
    """Day first, as in Sweden; where month first is possible too, that is noted."""
    month, day = int(match["m"]), int(match["d"])
    either = day <= 12 and day != month
    return _day(_century(match), month, day, "dag_manad" if either else None)


def _month(match: re.Match[str]) -> PartialDate | None:
    return _months(_century(match), int(match["m"]), int(match["m"]), "manad")


def _month_word(match: re.Match[str]) -> PartialDate | None:
    month = _MONTHS[match["month"]]
    return _months(_century(match), month, month, "manad")


def _day_month_word(match: re.Match[str]) -> PartialDate | None:
    return _day(_century(match), _MONTHS[match["month"]], int(match["d"]))


def _season(match: re.Match[str]) -> PartialDate | None:
    return _months(_century(match), *_SEASONS[match["season"]], "sasong")


def _year(match: re.Match[str]) -> PartialDate | None:
    return _months(_century(match), 1, 12, "ar")


def _six_digits(match: re.Match[str]) -> PartialDate | NoDate | None:
    """Six digits: "202412" is a month, "181231" a day, "201201" could be both."""
    digits = match[0]
    year, month = int(digits[:4]), int(digits[4:])
    as_month = _months(year, month, month, "manad") if 1 <= month <= 12 else None
    as_day = _day(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    if as_month and as_day:
        return NoDate("tvetydigt", (format_date(as_month), format_date(as_day)))
    return as_month or as_day


_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], PartialDate | NoDate | None]]
_FORMS: tuple[_Form, ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (rf"{_Y}[-/.]{_M}[-/.]{_D}(?:[ t]\d\d:\d\d(?::\d\d(?:\.\d+)?)?z?)?", _ymd),
        (rf"{_Y}(?P<m>\d\d)(?P<d>\d\d)", _ymd),
        (rf"{_Y}[-/.]{_M}", _month),
        (rf"{_M}[-/.]{_Y}", _month),
        (rf"(?:år(?:et)? )?{_Y}(?:-talet)?", _year),
        (rf"{_D}[-/.]{_M}[-/. ]{_Y}", _dmy),
        (rf"{_D}/{_M}[ -]{{1,2}}(?P<y>\d\d)", _dmy),
        (r"(?P<y>\d\d)-(?P<m>\d\d)-(?P<d>\d\d)", _ymd),
        (rf"(?:den )?{_D}(?::[ae]|\.)? {_MONTH_WORD},? {_Y}", _day_month_word),
        (rf"{_MONTH_WORD},? {_Y}", _month_word),
        (rf"{_MONTH_WORD} ?-(?P<y>\d\d)", _month_word),
        (rf"{_Y} {_MONTH_WORD}", _month_word),
        (rf"{_SEASON_WORD} ?{_Y}", _season),
        (rf"{_Y} {_SEASON_WORD}", _season),
        (r"(?P<season>vt|ht)-?(?P<y>\d\d)", _season),
        (r"\d{6}", _six_digits),
    )
)
_LOOSE = re.compile(
    r"(?:(?:i )?(?:början|mitten|slutet) (?:av|på) |(?:ca|cirka|omkring|runt|ungefär|prel)\.? )(.+)"
)
_IN_PARENTHESES = re.compile(r"(.+?)\s*\(([^()]*)\)")


def _approximate(words: str) -> PartialDate | None:
    """A date with words around it: "slutet av 2022", "2021 (förstudie)", "2023 (hösten)"."""
    if loose := _LOOSE.fullmatch(words):
        found = _read(loose[1])
        return replace(found, note="ungefarlig") if isinstance(found, PartialDate) else None
    if outside := _IN_PARENTHESES.fullmatch(words):
        found = _read(f"{outside[2]} {outside[1]}") if outside[2] in _SEASONS else None
        if isinstance(found, PartialDate):
            return found
        found = _read(outside[1])
        return replace(found, note="ungefarlig") if isinstance(found, PartialDate) else None
    return None


def _from_number(number: int | float | Decimal) -> PartialDate | NoDate | None:
    """2024 is a year, 20241231 a day; what Excel shows as 45657 is a day it did not format."""
    exact = decimal_of(number)
    if exact is None or exact != exact.to_integral_value() or exact.adjusted() > 10:
        return NoDate("olasligt")
    if 20_000 <= exact <= 73_050:
        at = _EXCEL_EPOCH + timedelta(days=int(exact))
        return _day(at.year, at.month, at.day, "excel_tal") or NoDate("olasligt")
    return parse_date(cell_text(number))


_FROM = re.compile(r"(?:från(?: och med)?|fr\.?o\.?m\.?|sedan|start(?:ade)?:?) (.+)")
_UNTIL = re.compile(r"(?:till(?: och med)?|t\.?o\.?m\.?|slut(?:ade)?:?|-|–) ?(.+)")
_ONWARDS = re.compile(r"(.+?) ?(?:--?|–|och framåt|tills vidare|- ?pågående|– ?pågående)")
_SEPARATOR = re.compile(
    r" ?(?:--|–|→|->| till och med | t\.?o\.?m\.? | till | to | - ) ?|(?<=\d{4})/(?=\d{2,4}$)"
)


def _open_ended(words: str) -> Period | None:
    for pattern, as_start in ((_FROM, True), (_ONWARDS, True), (_UNTIL, False)):
        match = pattern.fullmatch(words)
        found = parse_date(match[1]) if match else None
        if isinstance(found, PartialDate):
            return Period(found, None) if as_start else Period(None, found)
    return None


def _by_separator(words: str) -> Period | None:
    words = words.removeprefix("från och med ").removeprefix("från ")
    pieces = _SEPARATOR.split(words)
    return _period(pieces[0], pieces[1]) if len(pieces) == 2 else None


def _by_hyphen(words: str) -> Period | None:
    """Cut "2021-01-01-2023-12-31" at the one hyphen with a date on either side."""
    cuts = [at for at, char in enumerate(words) if char == "-"]
    periods = [p for at in cuts if (p := _period(words[:at], words[at + 1 :]))]
    return periods[0] if len(periods) == 1 else None


def _period(left: str, right: str) -> Period | None:
    left, right = left.strip(), right.strip()
    if re.fullmatch(r"\d\d", right) and re.fullmatch(r"\d{4}", left):
        if right <= left[2:]:
            # "2024-13" is a month that does not exist, not the years back to 2013.
            return None
        right = left[:2] + right
    end = parse_date(right)
    if not isinstance(end, PartialDate):
        return None
    start = parse_date(left)
    if not isinstance(start, PartialDate):
        # "jan–juni 2022" and "1 mars - 31 maj 2024" name the year once.
        start = parse_date(f"{left} {end.first.year}")
    return Period(start, end) if isinstance(start, PartialDate) else None
