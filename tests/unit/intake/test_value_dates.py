"""Dates and periods: the forms of the contract, and the precision of each."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondbok.values.dates import (
    NoDate,
    PartialDate,
    Period,
    format_date,
    parse_date,
    parse_period,
    read_date,
    read_period,
)

READ = [
    ("2024-12-31", "2024-12-31", "2024-12-31", "dag"),
    ("2024-12", "2024-12-01", "2024-12-31", "manad"),
    ("2021", "2021-01-01", "2021-12-31", "ar"),
    ("20241231", "2024-12-31", "2024-12-31", "dag"),
    ("31/12/2024", "2024-12-31", "2024-12-31", "dag"),
    ("31 december 2024", "2024-12-31", "2024-12-31", "dag"),
    ("den 1 dec. 2021", "2021-12-01", "2021-12-01", "dag"),
    ("december 2022", "2022-12-01", "2022-12-31", "manad"),
    ("Hösten 2023", "2023-09-01", "2023-11-30", "sasong"),
    ("2023 (hösten)", "2023-09-01", "2023-11-30", "sasong"),
    ("vintern 2023", "2023-12-01", "2024-02-29", "sasong"),
    ("VT23", "2023-01-01", "2023-06-30", "sasong"),
    ("18-09-01", "2018-09-01", "2018-09-01", "dag"),
    ("202412", "2024-12-01", "2024-12-31", "manad"),
    ("2021-03-31 00:00:00", "2021-03-31", "2021-03-31", "dag"),
    ("2024-02-29", "2024-02-29", "2024-02-29", "dag"),
    ("12/2024", "2024-12-01", "2024-12-31", "manad"),
]


@pytest.mark.parametrize(("text", "first", "last", "precision"), READ)
def test_reads(text: str, first: str, last: str, precision: str) -> None:
    """First and last possible day, and how precise it was."""
    found = parse_date(text)
    assert isinstance(found, PartialDate), found
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert found.precision == precision


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Se projektsida", "fritext"),
        ("pågående", "fritext"),
        ("2024-02-30", "olasligt"),
        ("2024-13", "olasligt"),
        ("31/02/2024", "olasligt"),
        ("0000-00-00", "olasligt"),
        ("201201", "tvetydigt"),
        ("1", "olasligt"),
    ],
)
def test_no_date(text: str, why: str) -> None:
    """Words, days that do not exist, and digits with two readings."""
    assert parse_date(text).why == why


@pytest.mark.parametrize("text", ["", "-", "Ej angivet", "n/a"])
def test_missing(text: str) -> None:
    """Nothing given."""
    assert parse_date(text) is None


def test_day_first_is_noted_where_month_first_is_possible() -> None:
    """3 April, not 4 March; somebody should look."""
    found = parse_date("03/04/2024")
    assert (found.first, found.note) == (date(2024, 4, 3), "dag_manad")
    assert parse_date("31/12/2024").note is None


PERIODS = [
    ("2023--2026", "2023-01-01", "2026-12-31"),
    ("2021–2027", "2021-01-01", "2027-12-31"),
    ("2021-2027", "2021-01-01", "2027-12-31"),
    ("2021–23", "2021-01-01", "2023-12-31"),
    ("18-09-01 till 21-12-31", "2018-09-01", "2021-12-31"),
    ("2021-01-01-2023-12-31", "2021-01-01", "2023-12-31"),
    ("2021-01 - 2023-12", "2021-01-01", "2023-12-31"),
    ("1 mars - 31 maj 2024", "2024-03-01", "2024-05-31"),
    ("jan–juni 2022", "2022-01-01", "2022-06-30"),
    ("2023", "2023-01-01", "2023-12-31"),
    ("från 2019", "2019-01-01", None),
    ("2019–", "2019-01-01", None),
    ("till 2023", None, "2023-12-31"),
]


@pytest.mark.parametrize(("text", "start", "end"), PERIODS)
def test_periods(text: str, start: str | None, end: str | None) -> None:
    """A start is the first day of what was written, an end the last."""
    found = parse_period(text)
    assert isinstance(found, Period), found
    assert (found.start.first.isoformat() if found.start else None) == start
    assert (found.end.last.isoformat() if found.end else None) == end


def test_excel_cells() -> None:
    """Typed dates, a year as a number, digits as a number, and an unformatted day."""
    assert read_date(date(2024, 1, 2)).first == date(2024, 1, 2)
    assert read_date(datetime(2024, 1, 2, 3, 4)).first == date(2024, 1, 2)
    assert read_date(2024.0).precision == "ar"
    assert read_date(20241231.0).first == date(2024, 12, 31)
    unformatted = read_date(45657.0)
    assert (unformatted.first, unformatted.note) == (date(2024, 12, 31), "excel_tal")
    assert isinstance(read_date(0.5), NoDate)
    assert isinstance(read_date(True), NoDate)
    assert read_period(2024).end.last == date(2024, 12, 31)


SEASONS = ["våren", "sommaren", "hösten", "vintern", "vt", "ht"]
YEARS = st.integers(min_value=1951, max_value=2099)


@given(
    text=st.one_of(
        st.dates(date(1951, 1, 1), date(2099, 12, 31)).map(date.isoformat),
        st.builds("{}-{:02d}".format, YEARS, st.integers(1, 12)),
        YEARS.map(str),
        st.builds("{} {}".format, st.sampled_from(SEASONS), YEARS),
    )
)
def test_format_is_read_back(text: str) -> None:
    """Writing and reading a partial date changes neither days nor precision."""
    found = parse_date(text)
    assert isinstance(found, PartialDate)
    assert parse_date(format_date(found)) == found
    assert found.first <= found.last


@given(text=st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    """Any text is a date, missing, or refused."""
    assert isinstance(parse_date(text), (PartialDate, NoDate, type(None)))
    assert isinstance(parse_period(text), (Period, NoDate, type(None)))


@given(text=st.text(alphabet="0123456789-–/. tilvårenjsp", max_size=24))
def test_no_near_date_raises(text: str) -> None:
    """Near dates too."""
    parse_date(text)
    parse_period(text)


@given(number=st.one_of(st.floats(), st.integers(), st.decimals()))
def test_no_number_raises(number: object) -> None:
    """Any number a cell can hold."""
    assert isinstance(read_date(number), (PartialDate, NoDate, type(None)))
