"""What a text beside a table says about its amounts: "Belopp i tkr".

Belongs here: finding a unit in a sentence. An amount in the text ("drygt 5 mkr"), a unit that the
text warns against ("inte i tkr") and a nämnd called MN are no units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from fondbok.values.amounts import Unit, is_unit_word, parse_unit
from fondbok.values.text import tidy
from fondbok.values.unit_words import sentences, with_thousands

_LONGEST = 240
# In a longer text the sentences that speak of the amounts of a table are looked at.
_SEARCHED = 5_000
_OF_TABLE = re.compile(r"belopp|summor|siffror|tabell", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:()\[\]/=!]+|[()\[\],;:/=!]")
_OPENERS = frozenset("([:=,")
_MARKS = frozenset("()[],;:/=!")
_DASHES = frozenset("-–—")
_MONEY = re.compile(
    r"belopp|summ|siffr|värde|utbetal|budget|bidrag|medel|anges|angiv|redovisa|uttryck|alla\b|enhet"
    r"|tabell|valuta|kolumn|räkna",
    re.IGNORECASE,
)
_NOT = frozenset(
    {"inte", "ej", "icke", "aldrig", "utan", "istället", "stället", "omräknat", "från"}
)
_NOT_REACHES = 3
_AMOUNT_REACHES = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
_CONVERTED = re.compile(r"(?:växel|valuta|dags|års)?kurs|omräkn|motsvar|konverter", re.IGNORECASE)
_COUNTRIES = {
    **dict.fromkeys(("danska", "dansk", "danmark"), "DKK"),
    **dict.fromkeys(("norska", "norsk", "norge"), "NOK"),
    **dict.fromkeys(("isländska", "island"), "ISK"),
}
_LONGEST_RUN = 4
# What may stand right before a unit at the end of a text, without a word between.
_MONEY_WORD = re.compile(
    r"(?:belopp|summor|summa|siffror|värden|utfall|budget|bidrag|medel|enhet|utbetal\w*)(?:en|et)?"
    r"|(?:anges|angivet|angivna|angett|redovisas|uttrycks|visas|räknas)",
    re.IGNORECASE,
)
# A title that ends in "tkr" is no longer; in a longer text the word is that of an amount.
_LONGEST_TITLE = 60
_SHORT_TITLE = 4
_DIGIT = re.compile(r"\d")
_HOW_MANY = frozenset(
    {"en", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "hundra"}
    | {"några", "många", "flera", "par", "halv", "per", "och", "eller", "till"}
)
_FIELDS = (("utbetalt", re.compile(r"utbetal", re.IGNORECASE)),
           ("budget", re.compile(r"budget", re.IGNORECASE)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caption:
    """A unit found in a text.

    Attributes:
        unit: What is said.
        field: The amounts it is for: utbetalt, budget, or None for all.
        doubtful: The text names a currency without saying that the amounts are in it.
    """

    unit: Unit
    field: str | None = None
    doubtful: bool = False


def units_in(text: str) -> tuple[Caption, ...]:
    """The units a text gives the amounts of a table; none in nearly every text."""
    return tuple(caption for caption in captions_in(text) if not caption.doubtful)


def saying(text: str) -> list[str]:
    """The parts of a text that may give a table its unit: all of a short one, of a long one few."""
    if len(text) <= _LONGEST:
        return [text]
    said = sentences(text[:_SEARCHED])
    return [each for each in said if len(each) <= _LONGEST and _OF_TABLE.search(each)]


@lru_cache(maxsize=4096)
def captions_in(text: str) -> tuple[Caption, ...]:
    """The units a text gives the amounts of a table, and those it only may give them."""
    if len(text) > _LONGEST:
        return tuple(caption for each in saying(text) for caption in units_in(each))
    words = _WORD.findall(with_thousands(tidy(text)))
    found: list[Caption] = []
    beside: list[Caption] = []
    at = since = 0
    while at < len(words):
        run = _run_at(words, at)
        if run is None:
            at += 1
            continue
        end, unit = run
        if _is_caption(words, at, end, text):
            found.append(Caption(unit, _field_in(words[since:at])))
            since = end
        elif _names_currency(words, at, end, unit):
            beside.append(Caption(Unit(0, unit.currency), _field_in(words[since:at]), True))
        at = end
    beside += _country_after(words)
    known = {caption.unit.currency for caption in found}
    found += [caption for caption in beside if caption.unit.currency not in known]
    return tuple(dict.fromkeys(found))


def _names_currency(words: list[str], at: int, end: int, unit: Unit) -> bool:
    """Whether a currency stands in a text by itself: no amount in it, no rate, no "from euro"."""
    if unit.currency in (None, "SEK") and not _beside_another(words, at, unit):
        return False
    near = [word.casefold() for word in words[max(0, at - _AMOUNT_REACHES) : at]]
    after = words[end : end + 2]
    if any(word in _NOT for word in near[-_NOT_REACHES:]) or any(w[:1].isdigit() for w in after):
        return False
    if any(word[-1:].isdigit() and not _YEAR.fullmatch(word) for word in near):
        return False
    return not any(_CONVERTED.match(word) for word in words)


def _beside_another(words: list[str], at: int, unit: Unit) -> bool:
    """Kronor named as the other of two: "i DKK och SEK"."""
    if unit.currency != "SEK" or at < 2 or words[at - 1].casefold() not in ("och", "eller", "/"):
        return False
    before = _run_at(words, at - 2)
    return before is not None and before[1].currency not in (None, "SEK")


def _country_after(words: list[str]) -> list[Caption]:
    """Kronor whose country stands after them: "kronor (danska)"."""
    for one, other in zip(words, [*words[2:], ""], strict=False):
        if one.casefold() in ("kronor", "kr") and other.casefold() in _COUNTRIES:
            return [Caption(Unit(0, _COUNTRIES[other.casefold()]), None, True)]
    return []


def _run_at(words: list[str], at: int) -> tuple[int, Unit] | None:
    """The longest unit that begins with a word: the index after it, and what it means."""
    first = words[at]
    if not (is_unit_word(first) or first.casefold() in ("t", "k", "m", "x")):
        return None
    for end in range(min(at + _LONGEST_RUN, len(words)), at, -1):
        if words[end - 1] in _MARKS:
            continue
        unit = parse_unit(" ".join(words[at:end]))
        if unit is not None:
            return end, unit
    return None


def _is_caption(words: list[str], at: int, end: int, text: str) -> bool:
    before = [word.casefold() for word in words[:at]]
    if any(word in _NOT for word in before[-_NOT_REACHES:]):
        return False
    last = before[-1] if before else ""
    ends = all(word in _MARKS or _YEAR.fullmatch(word) for word in words[end:])
    if ends and _ends_title(before, words[at:end], text):
        return True
    if last[-1:].isdigit() or last in ("ca", "cirka", "drygt", "runt"):
        return False
    if not before or all(word in _MARKS or word in ("i", "in") for word in before):
        # Nothing but the unit, or the unit and more: "tkr", "(tkr)", "i tkr om inget annat sägs".
        alone = all(word in _MARKS for word in words[end:])
        return alone or bool(_MONEY.search(text)) or _heads_text(words, at, end)
    if last in _OPENERS:
        return end == len(words) or words[end] in _MARKS
    return last in ("i", "in", "är", "som", "hela", "avser", "gäller", "of", "valuta") and (
        _MONEY.search(text) is not None or ends
    )


def _heads_text(words: list[str], at: int, end: int) -> bool:
    """A multiple and then a mark: "Tkr, löpande priser"."""
    run = " ".join(words[at:end])
    unit = parse_unit(run)
    if unit is None or not unit.power or _DIGIT.search(run):
        return False
    return words[end] in (",", ";", ":", "(")


def _ends_title(before: list[str], run: list[str], text: str) -> bool:
    """A multiple of a named currency that ends a title: "Alla summor tkr", "EU-projekt – tkr"."""
    unit = parse_unit(" ".join(run))
    if unit is None or not before or len(text) > _LONGEST_TITLE or _DIGIT.search("".join(run)):
        return False
    last = before[-1]
    if last == "/" and len(before) > 1:
        last = before[-2]
    if _MONEY_WORD.fullmatch(last):
        return True
    if not unit.power or unit.currency is None:
        return False
    if _YEAR.fullmatch(last) or last in _DASHES:
        # "EU-projekt 2021 tkr", and no sentence with an amount in it.
        return not any(_is_amount(word) for word in before)
    return last.isalpha() and last not in _HOW_MANY and len(before) <= _SHORT_TITLE


def _is_amount(word: str) -> bool:
    return word[-1:].isdigit() and not _YEAR.fullmatch(word)


def _field_in(words: list[str]) -> str | None:
    """The one kind of amount that words speak of; None for several and for none."""
    text = " ".join(words)
    named = [name for name, pattern in _FIELDS if pattern.search(text)]
    return named[0] if len(named) == 1 else None
