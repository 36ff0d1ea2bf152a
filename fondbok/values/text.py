"""The text of a cell: what a reader hands over becomes tidy words, exactly as typed.

Belongs here: blanks, invisible signs, missing markers, Excel's floats. What the words mean
(money, dates, goals) is in `amounts`, `dates` and `shares`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | Decimal | date | datetime | time | timedelta | None

# Excel keeps and shows 15 significant digits; what stands after them is binary noise.
EXCEL_DIGITS = 15
_WHOLE_BELOW = 10.0**EXCEL_DIGITS

_BLANKS = dict.fromkeys(map(ord, "\u00a0\u1680\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " ")
_BLANKS.update(dict.fromkeys(range(0x2000, 0x2007), " "))
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
_CONTROL = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n\r\v\f"}
_TIDY = _BLANKS | _INVISIBLE | _CONTROL

_MISSING = frozenset(
    """- – — − -- --- . .. ... … ? ej_angivet ej_angiven ej_angivna inte_angivet n/a
    na n.a. n.a saknas uppgift_saknas uppgifter_saknas okänt okänd ej_aktuellt ej_aktuell
    ej_tillämpligt vet_ej vet_inte i.u. ingen_uppgift null none nan tbd tba""".replace(
        "\n", " "
    ).split()
)
_LONGEST_MISSING = max(map(len, _MISSING))
# What a sheet shows where a formula failed ("#REF!", "#SAKNAS!", "Err:502") or a column is too
# narrow ("####"); a csv file saved from it holds those words.
_CELL_ERROR = re.compile(
    r"#(?:n/a|saknas|getting_data|spill|[\w/]{2,16}[!?])!?|(?:err|fel):\d{3}|#{3,}", re.IGNORECASE
)
_KEY_NOISE = re.compile(r"[\W_]+")


# Hyphens that look like one and are another; dashes and the minus sign are signs of their own.
_AS_SEEN = _BLANKS | _INVISIBLE | dict.fromkeys(map(ord, "\u2010\u2011\u2012"), "-")
_UNSEEN = re.compile("[" + "".join(map(chr, _AS_SEEN)) + "]")


def as_seen(text: str) -> str:
    """The text as a person sees it: one kind of blank and of hyphen, no invisible signs."""
    return text.translate(_AS_SEEN) if _UNSEEN.search(text) else text


def tidy_lines(text: str) -> str:
    """Ordinary blanks, no invisible signs; line breaks stay, each line trimmed."""
    if text.isprintable():
        return tidy(text)
    lines = text.translate(_TIDY).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def tidy(text: str) -> str:
    """One line: every run of blanks, tabs and line breaks is one ordinary blank."""
    if not text.isprintable():
        # Every sign that is changed or taken out counts as unprintable: most texts have none.
        return " ".join(text.translate(_TIDY).split())
    return " ".join(text.split()) if "  " in text else text.strip(" ")


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """What spellings are compared by: letters, digits and plus signs, whatever the case."""
    folded = unicodedata.normalize("NFKC", tidy(text)).casefold()
    return _KEY_NOISE.sub("", folded.replace("+", "plus").replace("&", "och"))


def without_accents(text: str) -> str:
    """'över' as 'over': the letters themselves, for whoever writes no å, ä and ö."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value; `0` is a value."""
    return is_missing_words(tidy(text))


def is_missing_words(words: str) -> bool:
    """The same for words that are tidy already."""
    if not words:
        return True
    if len(words) > _LONGEST_MISSING or words[0].isdigit():
        return False
    return words.casefold().replace(" ", "_") in _MISSING


def is_cell_error(words: str) -> bool:
    """Whether a cell shows that a formula failed ("#REF!", "#SAKNAS!"): no value, and no blank."""
    return words[:1] in "#EeFf" and _CELL_ERROR.fullmatch(words) is not None


def decimal_of(number: int | float | Decimal) -> Decimal | None:
    """The number a person typed: a cell's float through its shortest text, never as a float.

    Args:
        number: A cell of a workbook or a number of a JSON file.

    Returns:
        An exact decimal without trailing zeros, or None for infinities and not-a-number.
    """
    if isinstance(number, float):
        return Decimal(int(number)) if _is_whole(number) else _decimal_of_float(number)
    if isinstance(number, int):
        # str() of a huge int raises; a decimal takes any size.
        return Decimal(number)
    return _without_trailing_zeros(number)


def _is_whole(number: float) -> bool:
    return number.is_integer() and abs(number) < _WHOLE_BELOW


@lru_cache(maxsize=65536)
def _decimal_of_float(number: float) -> Decimal | None:
    if not math.isfinite(number):
        return None
    exact = Decimal(repr(number))
    if len(exact.as_tuple().digits) > EXCEL_DIGITS:
        exact = Decimal(f"{number:.{EXCEL_DIGITS}g}")
    return _without_trailing_zeros(exact)


def _without_trailing_zeros(number: Decimal) -> Decimal | None:
    if not number.is_finite():
        return None
    if abs(number.adjusted()) > 60 or "." not in (text := f"{number:f}"):
        return number
    return Decimal(text.rstrip("0").rstrip(".") or "0")


def cell_text(cell: Cell) -> str:
    """A cell as words: dates in ISO form, numbers in full without exponent, blanks kept."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "SANT" if cell else "FALSKT"
    if isinstance(cell, float):
        return str(int(cell)) if _is_whole(cell) else _number_text(cell)
    if isinstance(cell, (int, Decimal)):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def _number_text(number: int | float | Decimal) -> str:
    exact = decimal_of(number)
    if exact is None or abs(exact.adjusted()) > 60:
        return str(number) if exact is None else str(exact)
    return f"{exact:f}"
