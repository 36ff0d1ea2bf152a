"""What a workbook's number format says of the number under it: "917 €" may hold no more than 917.

Belongs here: the grammar of one format code. A person sees the number with its format; what the
format writes beside it, or leaves out of it, is part of what that person read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from fondbok.values.amounts import parse_unit
from fondbok.values.text import Cell, decimal_of, tidy
from fondbok.values.unit_words import unit_among

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[\$(?P<symbol>[^\]-]*)(?:-(?P<locale>[^\]]*))?\]'
    r"|\[[^\]]*\]|[_*].|(?P<general>General|Standard)|(?P<bare>.)",
    re.DOTALL | re.IGNORECASE,
)
_PLACEHOLDERS = frozenset("0#?")
_DATE_SIGNS = frozenset("ymdhsYMDHS")
# A sign that several countries share, by the language the format is written for.
_BY_LOCALE = {
    ("kr", "414"): "NOK", ("kr", "814"): "NOK", ("kr", "406"): "DKK", ("kr", "40f"): "ISK",
    ("$", "1009"): "CAD", ("$", "c0c"): "CAD", ("$", "c09"): "AUD", ("$", "1409"): "NZD",
    ("¥", "804"): "CNY", ("¥", "411"): "JPY",
}  # fmt: skip
_SYMBOLS = {
    "zł": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON", "лв": "BGN", "₴": "UAH", "₺": "TRY",
    "¥": "JPY", "fr": "CHF", "ikr": "ISK", "us$": "USD",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What is shown beside and instead of a number.

    Attributes:
        currency: ISO code, or the sign as it stands where nobody knows which currency it is.
        power: A multiple written beside the number ("tkr" is 3); None where only the currency is.
        hidden: Digits that are not shown: 3 when 917 000 is shown as 917.
        percent: The number is shown a hundred times as large, with a percent sign.
        parts: Where its parts say different things: the numbers each is for, and what it says.
    """

    currency: str | None = None
    power: int | None = None
    hidden: int = 0
    percent: bool = False
    parts: tuple[tuple[_Section, NumberFormat | None], ...] = ()

    def of(self, cell: Cell) -> NumberFormat | None:
        """What is shown beside one number; None where its own part adds nothing to it."""
        value = decimal_of(cell) if self.parts and isinstance(cell, (int, float)) else None
        return self if value is None else self.parts[_part_of(self.parts, value)][1]


@lru_cache(maxsize=512)
def parse_number_format(code: str) -> NumberFormat | None:
    """The meaning of a format code such as `[$€-2] #,##0.00`; None when it adds nothing.

    Of a code with several parts it is that of the first that says anything; `of` asks for the part
    that one number is shown with.
    """
    pieces: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["bare"] == ";":
            pieces.append([])
        else:
            pieces[-1].append(token)
    numbers = pieces[:_TEXT]
    if any(token["bare"] and token["bare"] in _DATE_SIGNS for token in numbers[0]):
        return None
    meant = [_meaning_of(piece) for piece in numbers]
    found = next((each for each in meant if each is not None), None)
    shown = {each for each, piece in zip(meant, numbers, strict=True) if _has_number(piece)}
    if found is None or len(shown) < 2:
        return found
    return replace(found, parts=tuple(zip(_sections(code), meant, strict=False)))


def _has_number(piece: list[re.Match[str]]) -> bool:
    return any(
        token["general"] or (token["bare"] and token["bare"] in _PLACEHOLDERS) for token in piece
    )


def _meaning_of(piece: list[re.Match[str]]) -> NumberFormat | None:
    """The meaning of one part of a format; None where it adds nothing, or is of a date."""
    words: list[str] = []
    number: list[str] = []
    currency: str | None = None
    for token in piece:
        bare = token["bare"]
        if token["symbol"]:
            currency = _currency(token["symbol"], token["locale"] or "")
        elif token["general"]:
            number.append("0")
            words.append(" ")
        elif bare is None:
            words.append(token["quoted"] or token["escaped"] or "")
        elif bare in _DATE_SIGNS:
            return None
        elif bare in _PLACEHOLDERS or bare in ",.%":
            number.append(bare)
            words.append(" ")
        else:
            words.append(bare)
    return _meaning("".join(words), "".join(number), currency)


def may_show_nothing(code: str) -> bool:
    """Whether a part of a format leaves a number or a text out altogether, such as `;;;`."""
    return bool(code) and not all(section.shows for section in _sections(code))


def shows_nothing(code: str, cell: Cell) -> bool:
    """Whether a cell with this format looks empty though it holds something that is not zero."""
    sections = _sections(code)
    if isinstance(cell, str):
        return len(sections) > _TEXT and not sections[_TEXT].shows
    value = decimal_of(cell) if isinstance(cell, (int, float)) else None
    if not value:
        return False
    if len(sections) == 1:
        return not sections[0].shows
    return not sections[_place_of(sections, value)].shows


def _part_of(parts: tuple[tuple[_Section, NumberFormat | None], ...], value: Decimal) -> int:
    return _place_of(tuple(section for section, _ in parts), value)


def _place_of(sections: tuple[_Section, ...], value: Decimal) -> int:
    """Which of two parts or more a number is shown with."""
    conditions = [section for section in sections[:2] if section.condition is not None]
    if conditions:
        holds = (at for at, each in enumerate(conditions) if each.holds(value))
        return next(holds, min(len(conditions), len(sections) - 1))
    if value == 0 and len(sections) >= _TEXT:
        return _TEXT - 1
    return 0 if value >= 0 else 1


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format: whether it shows anything, and the numbers it is for."""

    shows: bool
    condition: tuple[str, Decimal] | None = None

    def holds(self, value: Decimal) -> bool:
        if self.condition is None:
            return True
        sign, limit = self.condition
        return (
            ("<" in sign and value < limit and sign != "<>")
            or (">" in sign and value > limit and sign != "<>")
            or ("=" in sign and value == limit)
            or (sign == "<>" and value != limit)
        )


# The place of the part of a format that is for text.
_TEXT = 3
_WHITE = frozenset({"[white]", "[vit]", "[color2]", "[color 2]", "[färg2]"})
_CONDITION = re.compile(r"\[([<>=]{1,2})(-?\d+(?:\.\d+)?)\]")


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    found: list[_Section] = []
    shows = white = False
    condition = None
    for token in _TOKEN.finditer(code):
        bare = token["bare"]
        if bare == ";":
            found.append(_Section(shows and not white, condition))
            shows, white, condition = False, False, None
        elif token[0].casefold() in _WHITE:
            white = True
        elif (limit := _CONDITION.fullmatch(token[0])) is not None:
            condition = (limit[1], Decimal(limit[2]))
        elif token["general"]:
            shows = True
        elif bare is not None:
            # Words in quotes instead of the number do not show it.
            shows = shows or bare.isalnum() or bare in "#?@"
    return (*found, _Section(shows and not white, condition))


def _meaning(words: str, number: str, currency: str | None) -> NumberFormat | None:
    shown = tidy(words.strip(" -+()"))
    among = unit_among(shown) if shown else None
    unit = among[0] if among is not None else None
    if unit is not None:
        currency = currency or unit.currency
    found = NumberFormat(
        currency=currency,
        power=(unit.power or None) if unit is not None else None,
        hidden=_hidden(number),
        percent="%" in number,
    )
    return found if found != NumberFormat() else None


def _hidden(number: str) -> int:
    """Commas after the last digit before the decimals: each leaves three digits out."""
    whole = number.partition(".")[0].rstrip("%")
    after = number.rstrip("%")
    trailing = max(len(text) - len(text.rstrip(",")) for text in (whole, after))
    return 3 * trailing if any(sign in _PLACEHOLDERS for sign in number) else 0


def _currency(symbol: str, locale: str) -> str:
    sign = tidy(symbol).casefold().strip(".")
    if (by_locale := _BY_LOCALE.get((sign, locale.casefold().lstrip("0")))) is not None:
        return by_locale
    unit = parse_unit(sign)
    if unit is not None and unit.currency is not None:
        return unit.currency
    return _SYMBOLS.get(sign, tidy(symbol).upper())
