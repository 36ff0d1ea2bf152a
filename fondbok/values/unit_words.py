"""The word of a unit among other words: "tkr, avrundat", "ca tkr", "alla summor i 1 000 kr".

Belongs here: taking a unit out of the words around it, and whether a text mentions one at all. What
a text gives the amounts of a table is in `captions`; what a ledger refuses is in `ledger.units`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fondbok.values.amounts import Unit, parse_unit
from fondbok.values.text import tidy

_ABOUT = re.compile(
    r"^(?:(?:ca|cirka|circa|c:a|ung(?:efär|\.)?|hela|i|in|belopp(?:en)?|anges|avrunda(?:t|de)"
    r"|till|uttryckt|redovisas)[ :.]+)+|^[~≈]\s*",
    re.IGNORECASE,
)
_NO_UNIT = re.compile(r"\b(?:inte|ej|icke|aldrig|från|not)\b", re.IGNORECASE)
# What may follow a unit and leaves it what it is, from the mark or the blank on.
_AFTER = re.compile(r"[\s,;:/()*]+")
_LONGEST_UNIT = 3

# "Belopp i 1 000 kr", "(1 000 kr)": a multiple and no amount by what stands before it.
_THOUSAND = re.compile(
    r"((?:(?<!\w)i|(?<!\w)in|[(\[]|\benhet\s*:?|\bvaluta\s*:?)\s*)"
    r"(1[ .]?000[ -]?(?:tals? )?(?:kronor|kr\b\.?|sek\b))(?=\s*(?:[)\],;:.!]|$|(?:om|och|för)\b))",
    re.IGNORECASE,
)
_MENTIONED = re.compile(
    r"(?<![\w.,])(?:t\.? ?kr|tus\.? ?kr|tsek|ksek|kkr|mkr|m\.kr|mn\.? ?kr|msek|mnsek|mdkr"
    r"|teur|keur|meur|tusental(?:s[ ]+kr\w*)?|tusen[ ]+(?:kronor|kr)"
    r"|miljon(?:er|tals)?[ ]+(?:svenska[ ]+)?(?:kronor|kr|sek|euro)"
    r"|1[ .]?000[ -]?tal\w*|'?000[ -]?(?:tal|kr|sek|s)\w*|thousands?)(?!\w)",
    re.IGNORECASE,
)
_NO_UNIT_AFTER = re.compile(r"(?:\d[\s\d,.]*|\butan)\s*$", re.IGNORECASE)
_WORD_BEFORE = re.compile(
    r"\b(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|hundra|halv|några|många|flera|par|per)\s*$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(r"(?<![\d.,])(?:19|20)\d\d[\s,]*$")
_WARNED_OF = re.compile(r"\b(?:inte|ej|icke|aldrig|not)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ•*–-])|[\r\n]+")


def sentences(text: str) -> list[str]:
    """A text in pieces that each say one thing."""
    return [tidy(each) for each in _SENTENCE.split(text) if each.strip()]


def with_thousands(text: str) -> str:
    """A text in which "1 000 kr" is tkr where it says what amounts are counted in."""
    return _THOUSAND.sub(r"\1tkr", text) if "000" in text else text


@lru_cache(maxsize=4096)
def unit_among(text: str) -> tuple[Unit, str] | None:
    """The unit that words in a bracket or beside a number begin with, and what follows it.

    Returns:
        None where no unit begins them, where they warn of it, or where they name another one too.
    """
    words = _ABOUT.sub("", tidy(text).rstrip(" *"))
    if not words or _NO_UNIT.search(words):
        return None
    whole = parse_unit(words)
    if whole is not None:
        return whole, ""
    pieces = [(piece.start(), piece.end()) for piece in re.finditer(r"[^\s,;:/()*]+", words)]
    for count in range(min(_LONGEST_UNIT, len(pieces)), 0, -1):
        end = pieces[count - 1][1]
        unit = parse_unit(words[:end])
        if unit is None or any(map(str.isdigit, words[:end])):
            continue
        rest = words[end:]
        beside = _AFTER.match(rest)
        follows = rest[beside.end() :] if beside is not None else rest
        if beside is None or (follows[:1].isdigit() and not beside[0].strip()):
            return None
        return None if _names_other(unit, follows) else (unit, follows)
    return None


def _names_other(unit: Unit, words: str) -> bool:
    found = (parse_unit(piece) for piece in re.split(r"[\s,;:/()*]+", words) if piece)
    return any(other is not None and other != unit for other in found)


def multiple_in(text: str, *, in_sentence: bool = False) -> str | None:
    """The word by which a text counts amounts in thousands or millions, wherever it stands.

    An amount ("drygt 5 mkr") and a unit that is warned of make nothing.

    Args:
        text: the text.
        in_sentence: it may be one, which writes numbers in words too: "två miljoner kronor".
    """
    if _WARNED_OF.search(text):
        return None
    if (thousand := _THOUSAND.search(text)) is not None:
        return thousand[2].rstrip(".")
    for found in _MENTIONED.finditer(text):
        before = text[: found.start()]
        if in_sentence and _WORD_BEFORE.search(before):
            continue
        if not _NO_UNIT_AFTER.search(before) or _YEAR_BEFORE.search(before):
            return found[0]
    return None
