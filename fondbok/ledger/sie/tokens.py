"""One line of a SIE file as its fields, and what a field means alone: an amount, a day, pairs.

Belongs here: quotes, escapes, braces and numbers. Which label has which fields is in `lines`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_AMOUNT = re.compile(r"[+-]?(?:\d+(?:[.,]\d{0,2}0*)?|[.,]\d{1,2}0*)")
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_LARGEST = Decimal("9999999999999999.99")
# A quoted field; a brace that opens or closes; a bare field, which a brace ends only in a list.
_FIELD = re.compile(r'[ \t]*(?:"((?:[^"\\]|\\.)*)("|\\?$)|(\{)|(\})|([^ \t"{}][^ \t]*))')
_IN_LIST = re.compile(r'[ \t]*(?:"((?:[^"\\]|\\.)*)("|\\?$)|(\{)|(\})|([^ \t"{}][^ \t{}]*))')
_ESCAPE = re.compile(r'\\(["\\])')


@dataclass(frozen=True)
class Fields:
    """The fields of one line.

    Attributes:
        values: label first; an object list is a tuple of its fields, flat.
        open_quote: a quote never closed.
        uneven: braces that do not pair, or lists within lists.
    """

    values: tuple[str | tuple[str, ...], ...]
    open_quote: bool = False
    uneven: bool = False

    def text(self, place: int) -> str:
        """A field as text; '' when the line ends before it, or a list stands there."""
        value = self.values[place] if place < len(self.values) else ""
        return value if isinstance(value, str) else ""


def fields(line: str) -> Fields:
    """Split a line into its fields by the rules of the format."""
    line = line.replace("\t", " ")
    values: list[str | tuple[str, ...]] = []
    inside: list[str] = []
    depth, place, open_quote, uneven = 0, 0, False, False
    while match := (_IN_LIST if depth else _FIELD).match(line, place):
        place = match.end()
        quoted, closing, opened, closed, bare = match.groups()
        if opened:
            depth += 1
            uneven = uneven or depth > 1
        elif closed:
            uneven = uneven or depth == 0
            if depth == 1:
                values.append(tuple(inside))
                inside = []
            depth = max(0, depth - 1)
        else:
            value = bare if quoted is None else quoted
            if "\\" in value and quoted is not None:
                value = _ESCAPE.sub(r"\1", value)
            open_quote = open_quote or (quoted is not None and closing != '"')
            (inside if depth else values).append(value)
    if depth:
        values.extend(_unclosed(inside))
    return Fields(tuple(values), open_quote, uneven or depth > 0)


def _unclosed(inside: Sequence[str]) -> list[str | tuple[str, ...]]:
    """An object list without its closing brace: pairs as long as the dimension is a number."""
    end = 0
    while end + 2 < len(inside) and re.fullmatch(r"\d{1,4}", inside[end]):
        end += 2
    return [tuple(inside[:end]), *inside[end:]]


def pairs(values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Dimension and object, two by two; a last one without its pair is left out."""
    return tuple(zip(values[0::2], values[1::2], strict=False))


def amount(value: str) -> Decimal | None:
    """An amount with at most two decimals; None when it cannot be read exactly."""
    if not _AMOUNT.fullmatch(value):
        return None
    exact = Decimal(value.replace(",", "."))
    return exact.quantize(Decimal("0.01")) if abs(exact) <= _LARGEST else None


def day(value: str) -> date | None:
    """A date YYYYMMDD (or YYYY-MM-DD, which some write); None when there is no such day."""
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
