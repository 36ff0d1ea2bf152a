"""Money as it is written: text or number in, exact decimal with its precision out.

Belongs here: the grammar of one amount. Rounded words ("ca", "miljoner", "tkr") widen the step of
the figure; what can be read in two ways is refused with both readings. No float ever gets in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from fondbok.values.text import Cell, as_seen, decimal_of, is_missing_words, tidy

ORE = Decimal("0.01")
KRONA = Decimal(1)
_ZERO = Decimal("0.00")
# raw.submission_projekt holds DECIMAL(18, 2).
LIMIT = Decimal(10) ** 16
_LONGEST_NUMBER = 24
_WIDEST_CA = 6

Why = Literal["tvetydigt", "olasligt", "for_stort", "valuta"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What a bare number is counted in, from the column's header: power of ten and currency."""

    power: int = 0
    currency: str | None = None


NO_UNIT = Unit()


class Amount(NamedTuple):
    """One amount.

    Attributes:
        value: Whole currency units with two decimals.
        currency: ISO 4217, None when neither cell nor header says.
        step: Smallest step of the figure as printed: 0.01, 1, 1000, 100000 ...
        approximate: "ca" or a rounded unit stood there.
        rounded: More than two decimals stood there.
        own_unit: The cell itself named a currency or a multiple.
        clash: The cell's unit says otherwise than the column's.
    """

    value: Decimal
    currency: str | None = None
    step: Decimal = KRONA
    approximate: bool = False
    rounded: bool = False
    own_unit: bool = False
    clash: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a cell is no amount; `readings` names both when there are two."""

    why: Why
    readings: tuple[str, ...] = ()


_POWERS: dict[str, tuple[int, str | None]] = {
    **dict.fromkeys(("tkr", "t.kr", "tsek", "ksek", "kkr"), (3, "SEK")),
    **dict.fromkeys(("tusen", "tus", "tusental", "thousand", "thousands"), (3, None)),
    **dict.fromkeys(("teur", "keur", "k€", "t€"), (3, "EUR")),
    **dict.fromkeys(("mkr", "m.kr", "mnkr", "mn.kr", "msek", "mnsek"), (6, "SEK")),
    **dict.fromkeys(("miljoner", "miljon", "miljontals", "milj", "mn", "mio"), (6, None)),
    **dict.fromkeys(("million", "millions"), (6, None)),
    **dict.fromkeys(("meur", "mneur", "m€"), (6, "EUR")),
    **dict.fromkeys(("mdkr", "mdsek", "mdrkr"), (9, "SEK")),
    **dict.fromkeys(("miljarder", "miljard", "mdr"), (9, None)),
}
# Known by their codes only: an amount in one of them is held by its name until it has a rate.
_OTHER_CURRENCIES = (
    *("AUD", "BAM", "BGN", "CAD", "CNY", "CZK", "GEL", "HRK", "HUF", "INR", "JPY", "MDL", "MKD"),
    *("NZD", "RON", "RSD", "RUB", "TRY", "UAH", "ZAR"),
)


def _kronor(country: str, code: str, others: tuple[str, ...]) -> dict[str, str]:
    """The kronor of another country as they are written."""
    names = (f"{country}{ending}" for ending in ("", "a"))
    kronor = ("kronor", "krona", "kroner", "krone", "kr", "valuta")
    return dict.fromkeys((*others, *(f"{name} {word}" for name in names for word in kronor)), code)


_CURRENCIES = {
    **dict.fromkeys(("kronor", "krona", "kr", "skr", "sek", "svenska kronor", "svenska kr"), "SEK"),
    **dict.fromkeys(("euro", "euros", "eur", "€"), "EUR"),
    **_kronor("dansk", "DKK", ("dkr", "d.kr", "dkk", "danish kroner", "danish krone")),
    **_kronor("norsk", "NOK", ("nkr", "n.kr", "nok", "norwegian kroner", "norwegian krone")),
    **_kronor("isländsk", "ISK", ("ikr", "isk")),
    **dict.fromkeys(
        ("brittiska pund", "engelska pund", "pund sterling", "pund", "gbp", "£"), "GBP"
    ),
    **dict.fromkeys(("amerikanska dollar", "us dollar", "dollar", "usd", "us$", "$"), "USD"),
    **dict.fromkeys(("polska zloty", "zloty", "złoty", "zł", "pln"), "PLN"),
    **dict.fromkeys(("schweiziska franc", "schweizerfranc", "franc", "chf"), "CHF"),
    **dict.fromkeys(("tjeckiska kronor", "tjeckiska koruna", "koruna", "kč"), "CZK"),
    **dict.fromkeys(("japanska yen", "yen", "¥"), "JPY"),
    **dict.fromkeys(("ungerska forint", "forint"), "HUF"),
    **dict.fromkeys(("rumänska lei",), "RON"),
    **dict.fromkeys(("turkiska lira",), "TRY"),
    **{code.lower(): code for code in _OTHER_CURRENCIES},
}
# "tDKK", "MNOK": a multiple and a code in one word.
_POWERS |= {
    letter + code.lower(): (power, code)
    for letter, power in (("t", 3), ("k", 3), ("m", 6), ("mn", 6))
    for code in ("DKK", "NOK", "ISK", "GBP", "USD", "PLN", "CHF", "CZK", "EUR")
}
# "mdkr" and "mnkr" are miljarder and miljoner svenska kronor.
_POWERS |= {"tdkr": (3, "DKK"), "tnkr": (3, "NOK")}


def _words(names: object) -> str:
    longest_first = sorted(map(str, names), key=len, reverse=True)  # type: ignore[call-overload]
    return "|".join(re.escape(name) for name in longest_first)


_CURRENCY = rf"(?:{_words(_CURRENCIES)})(?![^\W\d_])"
_POWER = rf"(?:{_words(_POWERS)})(?![^\W\d_])"
_ABOUT = r"ca|cirka|circa|c:a|c|ungefär|ung|uppskattningsvis|omkring|runt|drygt|knappt|närmare"
# A figure on each of two lines is two figures, unless the second line only ends the first.
_TWO_LINES = re.compile(r"[0-9][^0-9\r\n]*[\r\n][\s]*[^0-9\r\n]*[0-9]")
_WRAPPED = re.compile(
    r"[^0-9]*(?:[0-9]{1,3}(?:[^\S\r\n][0-9]{3})+|[0-9]{1,3}(?=\s+0))\s*[\r\n]\s*[0-9]{3}(?![0-9])"
    r"(?!\s+[0-9])[^\r\n]*"
)
_AMOUNT = re.compile(
    rf"""
    (?P<about>(?:(?:{_ABOUT})[.:]?(?=[\s\d€-])|[~≈]))?\s*
    (?P<sign>[-+]\s?)?
    (?P<before>{_CURRENCY})?\s*
    (?P<sign_inside>[-+]\s?)?
    (?P<number>[0-9](?:[0-9 .,']*[0-9])?)
    (?P<minus_after>-)?\s*
    (?P<power>{_POWER})?\.?\s*
    (?P<after>{_CURRENCY})?\.?
    (?P<price_mark>\s?[:,.]-{{1,2}})?
    """,
    re.VERBOSE,
)
_IN_BRACKETS = re.compile(
    r"(?P<before>[^()]*)\((?P<inner>\s*[^()\d]{0,8}\d[^()]*)\)(?P<after>[^()]*)"
)
_MINUSES = dict.fromkeys(map(ord, "−–—‐‑‒﹣－"), "-") | dict.fromkeys(map(ord, "’‘ʼ´`"), "'")
_GROUPED_BY_BLANK = re.compile(r"([0-9]{1,3}(?:[ '][0-9]{3})+)(?:([.,])([0-9]+))?")
_GROUPED_BY_MARK = re.compile(r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")
_SINGLE_MARK = re.compile(r"([0-9]+)[.,]([0-9]+)")


@lru_cache(maxsize=65536)
def parse_amount(text: str, unit: Unit = NO_UNIT) -> Amount | Unreadable | None:
    """One amount as a person wrote it.

    Args:
        text: The cell, for example "ca 16 miljoner kronor", "(1 200)" or "€ 1.250,50".
        unit: What the header says about a bare number.

    Returns:
        The amount, None when the cell says that there is none, or why it cannot be read.
    """
    words = tidy(text)
    if is_missing_words(words):
        return None
    two_lines = ("\n" in text or "\r" in text) and _TWO_LINES.search(text)
    if two_lines and not _WRAPPED.fullmatch(as_seen(text).strip()):
        return Unreadable("olasligt")
    if len(words) <= _LONGEST_NUMBER and words.isascii() and words.isdigit():
        return _amount(Decimal(words), shift=unit.power, currency=unit.currency)
    plain = words.translate(_MINUSES).casefold()
    if len(plain) > 80:
        return Unreadable("olasligt")
    parts = _AMOUNT.fullmatch(_brackets_as_minus(plain))
    if parts is None:
        return Unreadable("olasligt")
    signs = [parts["sign"], parts["sign_inside"], parts["minus_after"]]
    if sum(map(bool, signs)) > 1:
        return Unreadable("olasligt")
    power, currency = _unit_in(parts)
    if currency == "?" or (parts["power"] == "mn" and not currency):
        # MN is a nämnd before it is a million.
        return Unreadable("olasligt")
    own_unit = bool(parts["power"] or currency)
    # A cell that names its own unit is believed; the row's finding tells of the clash.
    shift = power if own_unit else unit.power
    clash = own_unit and bool(
        (unit.power and power != unit.power)
        or (currency and unit.currency and currency != unit.currency)
    )
    readings = _readings(parts["number"])
    if len(readings) != 1:
        return _refusal(readings, shift, currency or unit.currency)
    negative = any(mark and "-" in mark for mark in signs)
    return _amount(
        -readings[0] if negative else readings[0],
        shift=shift,
        currency=currency or unit.currency,
        about=bool(parts["about"]),
        own_unit=own_unit,
        clash=clash,
    )


def read_amount(cell: Cell, unit: Unit = NO_UNIT) -> Amount | Unreadable | None:
    """One amount from a cell of any type; numbers of a workbook are taken as typed."""
    if isinstance(cell, str):
        return parse_amount(cell, unit)
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)):
        return Unreadable("olasligt")
    exact = decimal_of(cell)
    if exact is None:
        return Unreadable("olasligt")
    if exact.adjusted() > 30:
        return Unreadable("for_stort")
    return _amount(exact, shift=unit.power, currency=unit.currency)


def format_amount(value: Decimal, currency: str | None = None) -> str:
    """The Swedish way of writing an amount; `parse_amount` reads it back unchanged.

    Args:
        value: Any finite decimal with at most two decimals.
        currency: ISO code put after the number.
    """
    whole, _, ore = f"{abs(value):.2f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", " ")
    sign = "-" if value < 0 else ""
    decimals = "" if ore == "00" else f",{ore}"
    return f"{sign}{grouped}{decimals}" + (f" {currency}" if currency else "")


@lru_cache(maxsize=1024)
def parse_currency(text: str) -> str | None:
    """ISO code of a currency's name or sign ("EUR", "Euro (€)"); None when it is not known."""
    words = tidy(text).casefold().rstrip(".")
    if words in _CURRENCIES:
        return _CURRENCIES[words]
    pieces = [piece for piece in re.split(r"[\s()\[\]/,.=]+", words) if piece]
    named = {_CURRENCIES.get(piece) for piece in pieces if piece != "svenska"}
    return named.pop() if len(named) == 1 else None


_UNIT_WORDS = frozenset(word for name in (*_POWERS, *_CURRENCIES) for word in name.split())
# "000 SEK", "1000-tal kronor", "x 1 000".
_THOUSANDS = re.compile(r"(?:[x×*] ?)?(?<![0-9])1?[ .']?000(?:[ -]?tals?)?(?![0-9])")
_MILLIONS = re.compile(r"(?:[x×*] ?)?(?<![0-9])1?[ .']?000[ .']?000(?:[ -]?tals?)?(?![0-9])")
_SPELLED_POWERS = {**_POWERS, "tusentals": (3, None), "miljonstals": (6, None)}
# One letter is a multiple only right before a currency: "M SEK", "t EUR".
_LETTERS = {"t": 3, "k": 3, "m": 6}
_LONG_NAMES = sorted((name for name in _CURRENCIES if " " in name), key=len, reverse=True)
_UNIT_FILLERS = frozenset({"i", "in", "hela", "st", "a", "à", "och", "of", "ören", "öre"})


def is_unit_word(word: str) -> bool:
    """Whether a unit's name can end in this word: a cheap look before `parse_unit`."""
    bare = word.casefold().strip(".'’")
    return bare in _UNIT_WORDS or bare in _SPELLED_POWERS or bare.endswith(("000", "000-tal"))


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit | None:
    """The unit a header names: "tkr", "miljoner kronor", "SEK, tusental", "000 SEK", "EUR".

    Returns:
        Its power of ten and its currency, None for the currency where only a multiple is named;
        None when a word of the text is no part of a unit, or two of them disagree.
    """
    words = tidy(text).casefold().replace("’", "'")
    if words in _CURRENCIES:
        return Unit(0, _CURRENCIES[words])
    if words[:1].isdigit() and not words.startswith("000") and not any(map(str.isalpha, words)):
        return None  # an amount
    for name in _LONG_NAMES:
        if name in words:
            words = re.sub(rf"{re.escape(name)}(?!\w)", _CURRENCIES[name], words)
    words = _THOUSANDS.sub(" tusental ", _MILLIONS.sub(" miljoner ", words.casefold()))
    pieces = [piece for piece in re.split(r"[\s,;:/()\[\]'=]+|\.(?=\s|$)", words) if piece]
    if not pieces or len(pieces) > 6:
        return None
    powers: set[int] = set()
    currencies: set[str] = set()
    for at, piece in enumerate(pieces):
        if piece in _SPELLED_POWERS:
            power, of_power = _SPELLED_POWERS[piece]
            powers.add(power)
            currencies |= {of_power} if of_power is not None else set()
        elif piece in _LETTERS and at + 1 < len(pieces) and pieces[at + 1] in _CURRENCIES:
            powers.add(_LETTERS[piece])
        elif piece in _CURRENCIES:
            currencies.add(_CURRENCIES[piece])
        elif piece not in _UNIT_FILLERS:
            return None
    if len(powers) > 1 or len(currencies) > 1 or not (powers or currencies):
        return None
    if "mn" in pieces and not currencies:
        return None  # MN is a nämnd before it is a million
    return Unit(powers.pop() if powers else 0, currencies.pop() if currencies else None)


def _brackets_as_minus(text: str) -> str:
    bracketed = _IN_BRACKETS.fullmatch(text)
    if bracketed is None:
        return text
    # A second sign beside the brackets must not vanish: the grammar then refuses the text.
    return f"{bracketed['before']}-{bracketed['inner'].strip()}{bracketed['after']}"


def _unit_in(parts: re.Match[str]) -> tuple[int, str | None]:
    """Power and currency named in the cell; currency "?" when they contradict each other."""
    power, of_power = _POWERS[parts["power"]] if parts["power"] else (0, None)
    named = {of_power, *(_CURRENCIES[parts[p]] for p in ("before", "after") if parts[p])} - {None}
    if parts["price_mark"]:
        named.add("SEK")
    if len(named) > 1:
        return power, "?"
    return power, next(iter(named), None)


@lru_cache(maxsize=65536)
def _readings(number: str) -> tuple[Decimal, ...]:
    """Every number the digits can mean: one, two (ambiguous) or none."""
    if len(number) > _LONGEST_NUMBER + 8:
        return ()
    if number.isdigit():
        return (Decimal(number),)
    digits = number.replace(".", "").replace(",", "").replace(" ", "").replace("'", "")
    if len(digits) > _LONGEST_NUMBER:
        return ()
    if grouped := _GROUPED_BY_BLANK.fullmatch(number):
        whole = re.sub("[ ']", "", grouped[1])
        decimals = grouped[3] or ""
        with_decimals = Decimal(f"{whole}.{decimals or '0'}") if decimals else Decimal(whole)
        return (with_decimals, Decimal(digits)) if len(decimals) == 3 else (with_decimals,)
    if grouped := _GROUPED_BY_MARK.fullmatch(number):
        return _readings_grouped_by_mark(grouped, digits)
    if single := _SINGLE_MARK.fullmatch(number):
        return (Decimal(f"{single[1]}.{single[2]}"),)
    return ()


def _readings_grouped_by_mark(grouped: re.Match[str], digits: str) -> tuple[Decimal, ...]:
    body, mark, decimal_mark, decimals = grouped[1], grouped[2], grouped[3], grouped[4]
    if decimal_mark == mark:
        return ()
    whole = body.replace(mark, "")
    if decimals:
        return (Decimal(f"{whole}.{decimals}"),)
    groups = body.split(mark)
    if len(groups) > 2:
        return (Decimal(whole),)
    # A group of thousands never begins with 0, so "0,125" can only be a decimal.
    as_decimal = Decimal(f"{groups[0]}.{groups[1]}")
    return (as_decimal,) if groups[0].startswith("0") else (Decimal(digits), as_decimal)


def _refusal(readings: tuple[Decimal, ...], shift: int, currency: str | None) -> Unreadable:
    if not readings:
        return Unreadable("olasligt")
    unit = {"SEK": "kr", None: ""}.get(currency, currency)
    shown = (f"{_plain(reading.scaleb(shift))} {unit}".strip() for reading in readings)
    return Unreadable("tvetydigt", tuple(shown))


def _plain(number: Decimal) -> str:
    whole, _, decimals = f"{number:f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{int(whole):,}".replace(",", " ") + (f",{decimals}" if decimals else "")


def _amount(
    number: Decimal,
    *,
    shift: int,
    currency: str | None,
    about: bool = False,
    own_unit: bool = False,
    clash: bool = False,
) -> Amount | Unreadable:
    exact = number.scaleb(shift) if shift else number
    if abs(exact) >= LIMIT:
        return Unreadable("for_stort")
    # Minus zero is zero: it must not print or hash as another value.
    value = exact.quantize(ORE, ROUND_HALF_UP) or _ZERO
    rounded = value != exact or bool(number) > bool(exact)
    step = _step(number, shift, about)
    return Amount(value, currency, step, about or shift > 0, rounded, own_unit, clash)


def _step(number: Decimal, shift: int, about: bool) -> Decimal:
    if not shift and not about and number.same_quantum(KRONA):
        return KRONA
    exponent = number.as_tuple().exponent
    if shift:
        step = Decimal(1).scaleb(shift + min(int(exponent), 0))
        return max(step, ORE)
    if int(exponent) < 0:
        return ORE
    if not about or not number:
        return KRONA
    digits = str(int(abs(number)))
    zeros = min(len(digits) - len(digits.rstrip("0")), _WIDEST_CA)
    return Decimal(10**zeros)
