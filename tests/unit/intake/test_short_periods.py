"""A year with two digits behind it: a month, a later year, or neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from fondbok.findings import FileRead
from fondbok.values.dates import NoDate, Period, parse_period
from tests.unit.intake.intake_files import row, rules

Read = Callable[..., FileRead]


@pytest.mark.parametrize(
    "text", ["2024-13", "2024–13", "2024/13", "2024-00", "2024-24", "2024 - 20"]
)
def test_no_month_and_no_later_year(text: str) -> None:
    """Nothing runs back to 2013."""
    assert parse_period(text) == NoDate("olasligt")


@pytest.mark.parametrize("text", ["2021-27", "2021–27", "2021/27"])
def test_a_later_year_in_two_digits(text: str) -> None:
    """A programme period."""
    period = parse_period(text)
    assert isinstance(period, Period)
    assert period.start
    assert period.end
    assert (period.start.first, period.end.last) == (date(2021, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize("field", ["start", "slut", "period"])
def test_the_cell_is_remarked_on_and_left_empty(read_json: Read, field: str) -> None:
    """The row loads without the date."""
    read = read_json(**{field: "2024-13", "utbetalt": 1})
    assert "DATUM_OLASLIGT" in rules(read)
    assert (row(read)["start_datum"], row(read)["slut_datum"]) == (None, None)
