"""The dates of a project row: start and end, in two columns or one.

Belongs here: which cell gives which date. How a date is written is in `dates`.
"""

from __future__ import annotations

from typing import Any

from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import DATUM_FRITEXT, DATUM_OLASLIGT, DATUM_TOLKAT
from fondbok.values.dates import (
    NoDate,
    PartialDate,
    Period,
    format_date,
    read_date,
    read_period,
)


def read_times(row: RowCells, values: dict[str, Any]) -> None:
    """Fill start_datum and slut_datum with their precisions.

    A start is the first possible day of what was written, an end the last.
    """
    start = _date(row, "start")
    end = _date(row, "slut")
    period = _period(row, "period")
    # A period typed in the start column says the end too.
    spilled = start if isinstance(start, Period) else None
    first = spilled.start if spilled else start
    for candidate in (first, period.start if period else None):
        if isinstance(candidate, PartialDate):
            values["start_datum"] = candidate.first
            values["start_precision"] = candidate.precision
            break
    last = end.end if isinstance(end, Period) else end
    ends = (last, spilled.end if spilled else None, period.end if period else None)
    for candidate in ends:
        if isinstance(candidate, PartialDate):
            values["slut_datum"] = candidate.last
            values["slut_precision"] = candidate.precision
            break


def _date(row: RowCells, name: str) -> PartialDate | Period | None:
    at = row.column(name)
    if at is None:
        return None
    found = read_date(row.cell_at(at))
    if isinstance(found, NoDate) and isinstance(period := read_period(row.cell_at(at)), Period):
        row.note(DATUM_TOLKAT, at, tolkning=_period_text(period))
        return period
    if isinstance(found, NoDate):
        _no_date(row, at, found)
        return None
    if found is not None and found.note:
        row.note(DATUM_TOLKAT, at, tolkning=format_date(found))
    return found


def _period(row: RowCells, name: str) -> Period | None:
    at = row.column(name)
    if at is None:
        return None
    found = read_period(row.cell_at(at))
    if isinstance(found, NoDate):
        _no_date(row, at, found)
        return None
    if found is not None and any(end and end.note for end in (found.start, found.end)):
        row.note(DATUM_TOLKAT, at, tolkning=_period_text(found))
    return found


def _no_date(row: RowCells, at: int, found: NoDate) -> None:
    row.note(DATUM_FRITEXT if found.why == "fritext" else DATUM_OLASLIGT, at)


def _period_text(period: Period) -> str:
    start = format_date(period.start) if period.start else "okänd start"
    end = format_date(period.end) if period.end else "okänt slut"
    return f"{start} till {end}"
