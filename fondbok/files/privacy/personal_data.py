"""Personal data out of every text before it is stored: identity numbers, e-mail, telephone.

Belongs here: the order in which it is looked for, the cheap look before it, and what stands in its
place. What each kind looks like is in `identity`, `addresses` and `telephones`. A masked text is
the only one that leaves this step; no finding repeats what was removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from fondbok.files.privacy import addresses, identity, telephones
from fondbok.files.privacy.signs import folded, may_be_folded

# How much of a column's content can look like personal data without being it:
# free text is searched for every form, codes (diarienummer, bidragsnummer) for the unmistakable
# ones only. Those are a date and four digits with a sign between, or all twelve digits; ten
# digits in a row are what a grant number looks like.
Care = Literal["fri", "kod"]

_MASKS = {
    "PERSONNUMMER": "[personnummer borttaget]",
    "EPOST": "[e-post borttagen]",
    "TELEFON": "[telefonnummer borttaget]",
}

MASKS = tuple(_MASKS.values())
_SHORTEST = 6
# No identity number and no telephone number with a country has fewer digits.
_TEN_DIGITS = re.compile(r"\d(?:\D{0,3}\d){9}")
_NINE_DIGITS = re.compile(r"\d{6}\D{0,3}[TRSUWXJKLMN]\d{3}")

# The shape of a text, byte by byte: what can stand within a number is left out, a digit is 0, and
# a is what the word before a telephone number ends in (tel, telefon, nr, ring, mob, på); "oss" is
# known by both its s, for a lone one ends too many codes; t are the other letters of an interim
# number. Looking for a few fixed rows of bytes in the shape costs a tenth of looking for a pattern
# in the text.
_GAPS = b" -+_().:" + bytes(range(0x80, 0xC3))
_DIGITS = b"0123456789" + bytes(range(0xD9, 0x100))  # beyond Latin letters: other scripts' digits
_CLASSES = (
    (_DIGITS, b"0"),
    (b"lngrbfxLNGRBFX\xc3", b"a"),
    (b"sS\xc5", b"s"),
    (b"TUWJKM", b"t"),
)
_SHAPE = b"".join(
    next((sign for codes, sign in _CLASSES if code in codes), b".") for code in range(256)
)
_TEN_DIGITS_SHAPE, _AFTER_A_WORD, _AFTER_OSS = b"0000000000", b"a000000", b"ss000000"
_SIX_DIGITS, _INTERIM_SHAPE = b"000000", re.compile(b"000000[ast]000")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data and the ids of the rules that took something out."""

    text: str
    rules: tuple[str, ...]


def mask(text: str, care: Care = "fri") -> Masked | None:
    """Take personal data out of a text.

    Args:
        text: Any text; amounts, dates, diarienummer and grant numbers are left alone.
        care: "kod" for columns of codes, where only unmistakable forms count: an identity number
            of twelve digits or with a sign between, a sole trader's VAT number, an e-mail address,
            "070-123 45 67", "+46 …". Ten digits in a row stay even when they could be somebody's.

    Returns:
        The masked text and the rules broken, or None when there was nothing to remove.
    """
    # A cheap look before the dear ones: nearly every text stops here.
    if len(text) < _SHORTEST or not may_hold(text):
        return None
    rules: list[str] = []
    # Invisible signs are taken out of what is stored: looked for after that, not before.
    masked = text = folded(text)
    if addresses.may_hold_address(text):
        masked = _remove(addresses.PATTERNS, "EPOST", masked, rules)
    masked = _without_identities(masked, care, rules)
    if _TEN_DIGITS.search(masked):
        masked = _remove((telephones.ABROAD,), "TELEFON", masked, rules)
        if care == "fri":
            masked = _remove(telephones.OF_TEN_DIGITS, "TELEFON", masked, rules)
    if telephones.AREA_CODE.search(masked):
        patterns = telephones.ANYWHERE if care == "fri" else telephones.IN_CODES
        for pattern in patterns:
            masked = _remove((pattern,), "TELEFON", masked, rules)
            if "]/0" in masked:
                masked = _remove((pattern,), "TELEFON", masked, rules)
    if care == "fri":
        masked = _remove(telephones.AFTER_A_WORD, "TELEFON", masked, rules)
    return Masked(masked, tuple(dict.fromkeys(rules))) if rules else None


def may_hold(text: str) -> bool:
    """Whether it is worth looking for personal data: False is certain, True is not.

    Texts joined by a control character may be asked about at once.
    """
    coded = text.encode("utf-8", "replace")
    if may_be_folded(coded):
        text = folded(text)
        coded = text.encode("utf-8", "replace")
    shape = coded.translate(_SHAPE, _GAPS)
    return (
        _TEN_DIGITS_SHAPE in shape
        or _AFTER_A_WORD in shape
        or _AFTER_OSS in shape
        or (_SIX_DIGITS in shape and _INTERIM_SHAPE.search(shape) is not None)
        or telephones.SHORT.search(text) is not None
        or "]/0" in text
        or addresses.may_hold_address(text.replace("\u00a0", " "))
    )


def without_masked(code: str | None) -> str | None:
    """A code that ties rows together, None when something was taken out of it.

    What stands in the place of personal data is the same for everybody: as a key it would make
    one project of many.
    """
    if code and "[" in code and any(word in code for word in _MASKS.values()):
        return None
    return code


def is_only_masked(text: str) -> bool:
    """Whether nothing is left of a text but what stands in the place of personal data."""
    left = text
    for word in _MASKS.values():
        left = left.replace(word, "")
    return left != text and not any(letter.isalnum() for letter in left)


def _remove(patterns: Iterable[re.Pattern[str]], rule: str, text: str, rules: list[str]) -> str:
    """The text with every match masked, its first group kept where there is one."""
    for pattern in patterns:
        text, count = pattern.subn(
            lambda match: (match[1] if match.re.groups else "") + _MASKS[rule], text
        )
        if count:
            rules.append(rule)
    return text


def _without_identities(text: str, care: Care, rules: list[str]) -> str:
    free = care == "fri"
    patterns: tuple[re.Pattern[str], ...] = ()
    if _TEN_DIGITS.search(text):
        patterns = identity.ANYWHERE if free else identity.IN_CODES
    if _NINE_DIGITS.search(text):
        patterns += identity.INTERIM_ANYWHERE if free else identity.INTERIM_IN_CODES
    for masked in identity.without_identities(text, patterns, _MASKS["PERSONNUMMER"]):
        text = masked
        rules.append("PERSONNUMMER")
    return text
