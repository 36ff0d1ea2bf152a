"""What a formula of a workbook comes to, where it is simple: cells added, multiplied, compared.

Belongs here: one formula, and the few signs and functions that are known of it. Of any other there
is no answer. Loading openpyxl for its tokens would take as long as reading ten submissions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from fondbok.errors import FondbokError
from fondbok.files.extent import column_number
from fondbok.values.amounts import Amount, read_amount
from fondbok.values.text import Cell, cell_text, decimal_of, is_cell_error, tidy

_END: Final = r"\$?[A-Za-z]{1,3}\$?\d{1,7}"
_TOKEN: Final = re.compile(
    rf"""\s*(?:
    (?P<cells>(?:(?:'(?:[^']|'')+'|\w[\w.]*)!)?{_END}(?::{_END})?)(?![\w(!.\[])
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?)(?![\w!.])
    |"(?P<words>(?:[^"]|"")*)"
    |(?P<call>SUM|AND|OR)\(
    |(?P<sign><>|<=|>=|[-+*/%=<>(),])
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"(?:(?P<sheet>.*)!)?(\$?)([A-Za-z]+)(\$?)(\d+)(?::(\$?)([A-Za-z]+)(\$?)(\d+))?", re.DOTALL
)
_MOST_CELLS: Final = 10_000
# How the two sides of each sign may be to each other for it to hold.
_HOLDS: Final = {
    "=": (0,), "<>": (-1, 1), "<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1),
}  # fmt: skip

_Value: TypeAlias = "Cell | list[Cell]"
_Token: TypeAlias = tuple[str, str]
Look: TypeAlias = Callable[[str | None, int, int], Cell]
"""What stands in a cell: its sheet (None for the formula's own), its row and its column from 0."""


class Unsure(FondbokError):
    """A formula that is not simple, or a cell that it cannot be calculated with."""


class Cells(NamedTuple):
    """The cells that a formula names: its sheet, and rows and columns from 0, ends included."""

    sheet: str | None
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in the cell it was written for, or copied some rows down and columns right.

    Attributes:
        text: the formula without its equals sign.
        down: rows below the cell it was written for.
        right: columns right of it.
    """

    text: str
    down: int = 0
    right: int = 0

    def value(self, look: Look) -> Cell:
        """What it comes to.

        Raises:
            Unsure: nobody here knows.
        """
        try:
            return _Reading(self, look).whole()
        except (DecimalException, RecursionError) as error:
            raise Unsure from error

    def cells(self) -> list[Cells]:
        """The cells it names, whether or not the rest of it is simple."""
        found = _TOKEN.finditer(self.text)
        return [self.placed(each["cells"]) for each in found if each["cells"]]

    def placed(self, written: str) -> Cells:
        """The cells that a reference means where the formula stands."""
        sheet, top, left, bottom, right = _reference(written)
        return Cells(
            sheet,
            *(end + by * moves for (end, moves), by in (
                (top, self.down), (left, self.right), (bottom, self.down), (right, self.right)
            )),
        )  # fmt: skip


_End: TypeAlias = tuple[int, bool]
"""A row or a column from 0, and whether it goes along when the formula is copied."""


@lru_cache(maxsize=4096)
def _reference(written: str) -> tuple[str | None, _End, _End, _End, _End]:
    found = _REFERENCE.fullmatch(written)
    if found is None:
        raise Unsure
    sheet, *first = found.groups()[:5]
    last = found.groups()[5:] if found[7] else first
    name = sheet[1:-1].replace("''", "'") if sheet and sheet[0] == "'" else sheet
    (left, top), (right, bottom) = (
        ((column_number(end[1].upper().encode()) - 1, not end[0]), (int(end[3]) - 1, not end[2]))
        for end in (first, last)
    )
    return name, top, left, bottom, right


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[_Token, ...]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            raise Unsure
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return tuple(found)


class _Reading:
    """One formula on its way through its tokens, in the order that signs bind."""

    def __init__(self, formula: Formula, look: Look) -> None:
        self._tokens = list(reversed(_tokens(formula.text)))
        self._formula = formula
        self._look = look

    def whole(self) -> Cell:
        value = _single(self._compared())
        if self._tokens:
            raise Unsure
        return value

    def _sign(self, *signs: str) -> str | None:
        """The next sign where it is one of these, and then it is taken."""
        kind, value = self._tokens[-1] if self._tokens else ("", "")
        if kind != "sign" or value not in signs:
            return None
        return self._tokens.pop()[1]

    def _compared(self) -> _Value:
        value = self._added()
        while (sign := self._sign(*_HOLDS)) is not None:
            value = _compare(_single(value), _single(self._added())) in _HOLDS[sign]
        return value

    def _added(self) -> _Value:
        value = self._multiplied()
        while (sign := self._sign("+", "-")) is not None:
            other = number_of(self._multiplied())
            value = number_of(value) + (other if sign == "+" else -other)
        return value

    def _multiplied(self) -> _Value:
        value = self._signed()
        while (sign := self._sign("*", "/")) is not None:
            other = number_of(self._signed())
            value = number_of(value) * other if sign == "*" else number_of(value) / other
        return value

    def _signed(self) -> _Value:
        if (sign := self._sign("+", "-")) is not None:
            number = number_of(self._signed())
            return -number if sign == "-" else number
        value = self._alone()
        while self._sign("%") is not None:
            value = number_of(value) / 100
        return value

    def _alone(self) -> _Value:
        kind, text = self._tokens.pop() if self._tokens else ("", "")
        if kind == "cells":
            return self._cells(text)
        if kind == "number":
            return Decimal(text)
        if kind == "words":
            return text.replace('""', '"')
        if kind == "call" or text == "(":
            return _call(text.upper(), self._inside())
        raise Unsure

    def _inside(self) -> list[_Value]:
        """What stands within brackets, up to the last of them."""
        given = [self._compared()]
        while self._sign(",") is not None:
            given.append(self._compared())
        if self._sign(")") is None:
            raise Unsure
        return given

    def _cells(self, text: str) -> list[Cell]:
        at = self._formula.placed(text)
        height, width = at.bottom - at.top + 1, at.right - at.left + 1
        if min(at.top, at.left) < 0 or height * width > _MOST_CELLS:
            raise Unsure
        return [
            self._look(at.sheet, row, column)
            for row in range(at.top, at.bottom + 1)
            for column in range(at.left, at.right + 1)
        ]


def _call(name: str, given: list[_Value]) -> _Value:
    """A function of what stands in its brackets; brackets alone are called "("."""
    if name == "(" and len(given) == 1:
        return given[0]
    if name == "SUM":
        return sum(map(_summed, given), Decimal(0))
    held = [_single(each) for each in given]
    if name == "(" or not all(isinstance(each, bool) for each in held):
        raise Unsure
    return all(held) if name == "AND" else any(held)


def _summed(given: _Value) -> Decimal:
    """What a sum takes of one of its arguments: words among cells are left out of it."""
    if not isinstance(given, list):
        return number_of(given)
    return sum((number_of(cell) for cell in given if not is_words(cell)), Decimal(0))


def is_words(cell: Cell) -> bool:
    """Whether a cell holds words that are neither an amount nor an error."""
    if not isinstance(cell, str) or is_cell_error(cell):
        return False
    return bool(cell) and not isinstance(read_amount(cell), Amount)


def _single(value: _Value) -> Cell:
    if not isinstance(value, list):
        return value
    if len(value) != 1:
        raise Unsure
    return value[0]


def number_of(value: _Value) -> Decimal:
    """A number to calculate with: nothing is 0, and an amount in words is that amount.

    Raises:
        Unsure: it is no number.
    """
    cell = _single(value)
    exact: Decimal | None = None
    if cell is None:
        exact = Decimal(0)
    elif isinstance(cell, Decimal):
        exact = cell
    elif isinstance(cell, str):
        amount = read_amount(cell)
        exact = amount.value if isinstance(amount, Amount) else None
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        exact = decimal_of(cell)
    if exact is None:
        raise Unsure
    return exact


def _compare(one: Cell, other: Cell) -> int:
    """-1, 0 or 1 as one is before, the same as or after the other; words have no capitals."""
    if isinstance(one, str) or isinstance(other, str):
        a, b = _as_words(one), _as_words(other)
        return (a > b) - (a < b)
    difference = number_of(one) - number_of(other)
    return (difference > 0) - (difference < 0)


def _as_words(cell: Cell) -> tuple[bool, str]:
    """What a cell is compared with words by: numbers come before all words, nothing is ""."""
    return cell is None or isinstance(cell, str), tidy(cell_text(cell)).casefold()
