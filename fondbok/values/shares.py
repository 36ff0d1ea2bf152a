"""Percentages and lists in one cell: shares of financing, goals, and shares of goals.

Belongs here: how a cell is cut into pieces. Which goal or unit a piece means is for `resolve`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from fondbok.values.text import Cell, cell_text, decimal_of, is_missing, tidy, tidy_lines

HUNDRED = Decimal(100)
_FOUR_DECIMALS = Decimal("0.0001")

_PERCENT = re.compile(r"(?:ca|cirka|c:a)?\.? ?(\d{1,3}(?:[.,]\d{1,6})?) ?(%|procent|proc\.?)?")
_PIECES = re.compile(r"[;\n|]+")
_ITEMS = re.compile(r"[;\n|/]+|, +| och | & ")
_TRAILING_SHARE = re.compile(r"(.*?)[ ,:–-]*\(?\s*(\d{1,3}(?:[.,]\d+)?) ?(?:%|procent)\)?")
_NUMBERS_BY_COMMA = re.compile(r"\d{1,2}\.?(?:(?: ?, ?| och | & | \+ )\d{1,2}\.?)+")
_GOAL_WORD = r"(?:(?:kf[- ]?)?mål(?:område)?(?:en|n)? )?(?:nr\.? )?"
_WORDED_NUMBERS = re.compile(
    rf"{_GOAL_WORD}\d{{1,2}}\.?(?:(?: ?, ?| och | samt | & | \+ | ){_GOAL_WORD}\d{{1,2}}\.?)+"
)
_KEYED = re.compile(r"(?:kf-?)?(?:mål(?:område)?)? ?(\d{1,2})\.? ?[:=] ?(.+)")


@dataclass(frozen=True, slots=True)
class Percent:
    """A share in percent with four decimals; `as_fraction` when it was written as 0-1."""

    value: Decimal
    as_fraction: bool = False


@dataclass(frozen=True, slots=True)
class NoPercent:
    """Why a cell is no percentage."""

    why: Literal["olasligt", "utanfor"]


@dataclass(frozen=True, slots=True)
class GoalPiece:
    """One goal as written, and the share that stood behind it."""

    text: str
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares in the order written; `numbers` when each named its goal ("1: 60 %")."""

    values: tuple[Decimal, ...]
    numbers: tuple[int, ...] | None = None


@lru_cache(maxsize=16384)
def parse_percent(text: str) -> Percent | NoPercent | None:
    """One percentage: "40 %", "40,5", "40 procent"; a bare 0-1 is taken as a fraction."""
    if is_missing(text):
        return None
    match = _PERCENT.fullmatch(tidy(text).casefold())
    if match is None:
        return NoPercent("olasligt")
    return _percent(Decimal(match[1].replace(",", ".")), signed=bool(match[2]))


def read_percent(cell: Cell) -> Percent | NoPercent | None:
    """One percentage from a cell of any type; Excel keeps 40 % as 0.4."""
    if isinstance(cell, str):
        return parse_percent(cell)
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)):
        return NoPercent("olasligt")
    exact = decimal_of(cell)
    return NoPercent("olasligt") if exact is None else _percent(exact, signed=False)


def format_percent(value: Decimal) -> str:
    """Percent that `parse_percent` reads back: "40 %", "33,3333 %"."""
    return f"{value:f} %".replace(".", ",")


@lru_cache(maxsize=16384)
def _percent(number: Decimal, *, signed: bool) -> Percent | NoPercent:
    if not 0 <= number <= HUNDRED:
        return NoPercent("utanfor")
    fraction = not signed and 0 < number <= 1
    value = number * HUNDRED if fraction else number
    return Percent(value.quantize(_FOUR_DECIMALS, ROUND_HALF_UP).normalize() + 0, fraction)


@lru_cache(maxsize=16384)
def split_goals(text: str) -> tuple[GoalPiece, ...]:
    """A goal cell in pieces: by `;` and line breaks, and by `,` only between numbers."""
    if is_missing(text):
        return ()
    pieces: list[GoalPiece] = []
    for part in _PIECES.split(tidy_lines(text)):
        words = tidy(part).strip(" ,")
        if not words or is_missing(words):
            continue
        if _NUMBERS_BY_COMMA.fullmatch(words.casefold()):
            pieces.extend(GoalPiece(number) for number in re.findall(r"\d{1,2}", words))
            continue
        if _WORDED_NUMBERS.fullmatch(words.casefold()):
            # One piece with commas: `goal_fields` takes it apart when every number is a goal.
            words = ", ".join(re.findall(r"\d{1,2}", words))
        pieces.append(_goal_piece(words))
    return tuple(pieces)


def read_goals(cell: Cell) -> tuple[GoalPiece, ...]:
    """Goals from a cell of any type.

    Swedish Excel turns a typed "1,3" into the number 1.3: with one decimal it is two goals.
    """
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return split_goals(cell_text(cell).replace(".", ","))
    return split_goals(cell_text(cell))


def _goal_piece(words: str) -> GoalPiece:
    trailing = _TRAILING_SHARE.fullmatch(words)
    if trailing is None or not trailing[1].strip():
        return GoalPiece(words)
    share = Decimal(trailing[2].replace(",", "."))
    if share > HUNDRED:
        return GoalPiece(words)
    return GoalPiece(trailing[1].strip(" .:,-–("), share)


@lru_cache(maxsize=16384)
def parse_shares(text: str, goals: int) -> Shares | None:
    """The shares of a number of goals, as one cell.

    Args:
        text: For example "60;40", "60 % / 40 %", "60,40" or "1: 60 %; 3: 40 %".
        goals: How many goals the row names; settles what a comma means.

    Returns:
        The shares, or None when the cell does not hold exactly one share a goal.
    """
    words = tidy_lines(text).casefold()
    items = [tidy(item) for item in _ITEMS.split(words) if tidy(item)]
    if len(items) != goals:
        items = [tidy(item) for item in words.split(",")]
    if len(items) != goals and words.count("-") == goals - 1:
        items = [tidy(item) for item in words.split("-")]
    if len(items) != goals:
        return None
    keyed = [_KEYED.fullmatch(item) for item in items]
    numbers = tuple(int(match[1]) for match in keyed if match)
    if numbers and len(numbers) != goals:
        return None
    raw = [_share(match[2] if match else item) for match, item in zip(keyed, items, strict=True)]
    values = tuple(value for value in raw if value is not None)
    if len(values) != goals:
        return None
    if sum(values) == 1:
        values = tuple(value * HUNDRED for value in values)
    return Shares(values, numbers or None)


def _share(text: str) -> Decimal | None:
    match = _PERCENT.fullmatch(text)
    if match is None:
        return None
    value = Decimal(match[1].replace(",", "."))
    return value if value <= HUNDRED else None


@lru_cache(maxsize=16384)
def split_list(text: str) -> tuple[str, ...]:
    """Codes of one cell, separated by `;`, `|` or line breaks."""
    if is_missing(text):
        return ()
    return tuple(words for part in _PIECES.split(tidy_lines(text)) if (words := tidy(part)))
