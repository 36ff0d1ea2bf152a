"""The fields of a row that need no other cell: each read as what it holds asks.

Belongs here: one reader a sort of value, of the project table and of the other sheets. How a value
is written is in `values`; names of registers are resolved in `name_fields`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, TypeAlias

from fondbok.files.privacy.personal_data import without_masked
from fondbok.intake import fields
from fondbok.intake.fields import Field, Holds, Kind
from fondbok.intake.rows.name_fields import read_fitted, read_fund, read_role, read_units
from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import (
    ANDEL_OLASLIG,
    ANDEL_SOM_BRAK,
    BIDRAGSNUMMER_INGET,
    DATUM_FRITEXT,
    DATUM_OLASLIGT,
    TAL_OLASLIGT,
)
from fondbok.values.amounts import Amount, read_amount
from fondbok.values.dates import NoDate, PartialDate, read_date
from fondbok.values.shares import NoPercent, format_percent, read_percent, split_list

_FOUR_DECIMALS = Decimal("0.0001")
_TOO_LARGE = 10**13
# "1", "A2": where the project stands in somebody's list.
_SHORTEST_CODE = 3
_DIGIT = re.compile(r"\d")
_YEARS = re.compile(r"(?<![\w/.-])(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?(?![\w/.-])")

Reader: TypeAlias = Callable[[RowCells, Field, dict[str, Any]], None]


def read_lone_fields(row: RowCells, values: dict[str, Any], kind: Kind = "projekt") -> None:
    """Fill the raw columns of the fields that stand alone; what cannot be read is remarked on.

    Args:
        row: The row as read.
        values: The raw row under way, with None in every column; what has no column in the table,
            and what is read with others, is left as it is.
        kind: Which table it stands in.
    """
    columns = row.plan.columns
    for reader, field in _readers(kind):
        if field.id in columns:
            reader(row, field, values)


@cache
def _readers(kind: Kind) -> tuple[tuple[Reader, Field], ...]:
    declared = fields.SHEETS[kind]
    return tuple((_READERS[each.holds], each) for each in declared if each.holds in _READERS)


def _text(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    values[field.id] = row.text(field.id)


def _lines(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    values[field.id] = row.lines(field.id)


def _code(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    """A number that makes one project of several rows: words alone are the same for everybody."""
    code = without_masked(row.text(field.id))
    if code is not None and not _is_number(code):
        row.note(BIDRAGSNUMMER_INGET, field.id)
        code = None
    values[field.id] = code


def _is_number(code: str) -> bool:
    """Whether a code has a digit that is not of a year, and is more than a place in a list."""
    signs = [sign for sign in code if sign.isalnum()]
    return len(signs) >= _SHORTEST_CODE and _DIGIT.search(_YEARS.sub("", code)) is not None


def _codes(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    codes = split_list(row.lines(field.id) or "")
    values[field.id] = ";".join(filter(without_masked, codes)) or None


def _share(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    share = read_percent(row.cell(field.id))
    if isinstance(share, NoPercent):
        row.note(ANDEL_OLASLIG, field.id)
    elif share is not None:
        values[field.id] = share.value
        if share.as_fraction:
            row.note(ANDEL_SOM_BRAK, field.id, tolkning=format_percent(share.value))


def _date(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    """The first possible day of what was written, and how precise that was."""
    at = _partial_date(row, field.id)
    day, precision = (column.name for column in field.raw)
    values[day] = at.first if at else None
    values[precision] = at.precision if at else None


def _day(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    """The day that a measure is of: the last of what was written."""
    at = _partial_date(row, field.id)
    values[field.id] = at.last if at else None


def _partial_date(row: RowCells, name: str) -> PartialDate | None:
    found = read_date(row.cell(name))
    if isinstance(found, NoDate):
        row.note(DATUM_FRITEXT if found.why == "fritext" else DATUM_OLASLIGT, name)
        return None
    return found


def _count(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    values[field.id] = _whole(row, field.id)


def _measure(row: RowCells, field: Field, values: dict[str, Any]) -> None:
    values[field.id] = _number(row, field.id)


def _number(row: RowCells, name: str) -> Decimal | None:
    """A measure with up to four decimals; a percent sign is the unit's, not the number's."""
    text = row.text(name)
    if text is None:
        return None
    cell = row.cell(name)
    bare = text.rstrip("% ") if isinstance(cell, str) else cell
    amount = read_amount(bare)
    if not isinstance(amount, Amount) or abs(amount.value) >= _TOO_LARGE:
        row.note(TAL_OLASLIGT, name)
        return None
    return amount.value.quantize(_FOUR_DECIMALS, ROUND_HALF_UP)


def _whole(row: RowCells, name: str) -> int | None:
    number = _number(row, name)
    if number is None:
        return None
    if number != number.to_integral_value() or number < 0:
        row.note(TAL_OLASLIGT, name)
        return None
    return int(number)


_READERS: dict[Holds, Reader] = {
    "text": _text,
    "lines": _lines,
    "code": _code,
    "codes": _codes,
    "share": _share,
    "date": _date,
    "day": _day,
    "count": _count,
    "number": _measure,
    "fund": read_fund,
    "role": read_role,
    "units": read_units,
    "fitted": read_fitted,
}
