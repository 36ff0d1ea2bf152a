"""Personal data out of every text before it is stored: identity numbers, e-mail, telephone.

Belongs here: what such data looks like and what stands in its place. A masked text is the only one
that leaves this step; no finding repeats what was removed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from personnummer import personnummer

from fondbok.intake.values.text import as_seen

# How much of a column's content can look like personal data without being it:
# free text is searched for every form, codes (diarienummer, bidragsnummer) for the unmistakable
# ones only. Those are a date and four digits with a hyphen between, or all twelve digits; ten
# digits in a row are what a grant number looks like.
Care = Literal["fri", "kod"]

_MASKS = {
    "PERSONNUMMER": "[personnummer borttaget]",
    "EPOST": "[e-post borttagen]",
    "TELEFON": "[telefonnummer borttaget]",
}

_SHORTEST = 6
# Each begins with a fixed sign: the engine then finds it many times faster.
_AT_ROUND, _AT_SQUARE = (re.compile(rf"\{end}(?<=[aA][tT]\{end})") for end in ")]")
_AREA_CODE = re.compile(r"0(?<![\w./-]0)[1-9]")
# The same with what must follow it in fewer than ten digits; "1 070 688 kr" is an amount.
_SHORT_PHONE = re.compile(
    r"0(?<![\w./-]0)(?:[1-9]\d{0,2} ?[-–/).]|(?<!\d[ \u00a0]0)[1-9]\d{0,2}[ \u00a0])"
)
# No identity number and no telephone number with a country has fewer digits.
_TEN_DIGITS = re.compile(r"\d(?:\D{0,3}\d){9}")
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]) ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}",
    re.IGNORECASE,
)
_DASH = r"[-+–−]"
# Date part, then four digits; a longer row of digits or a second hyphenated part is a code.
_IDENTITY_PLAIN = re.compile(
    rf"(?<!\d)(?<!\d-)((?:19|20)?\d{{6}})(?: ?{_DASH} ?| )?(\d{{4}})(?![\d]|-\d)", re.ASCII
)
_IDENTITY_DASHED = re.compile(
    rf"(?<!\d)(?<!\d-)((?:19|20)?\d{{2}}-?\d{{2}}-?\d{{2}}) ?{_DASH} ?(\d{{4}})(?![\d]|-\d)",
    re.ASCII,
)
# All twelve digits: a century, a date that exists and a check digit are no code by chance.
_IDENTITY_TWELVE = re.compile(r"(?<!\d)(?<!\d-)((?:19|20)\d{6}) ?(\d{4})(?!\d|-\d)", re.ASCII)
_NOT_MONEY = r"(?!\d|,\d|\s?(?:kr\b|sek\b|tkr|mkr|eur|€|kronor|miljon|:-))"
_PHONE_ABROAD = re.compile(
    r"(?<![\w+])(?:\+|00)(?:46|45|47|358|44|49|48|31|32|33|34|39|43|370|371|372)"
    rf"(?:[ -]?\(0\))?[ -]?[1-9](?:[ -]?\d){{7,10}}{_NOT_MONEY}",
    re.IGNORECASE,
)
# A second number may follow at once: "070-123 45 67/070-765 43 21".
_PHONE_START = r"(?:(?<=\]/)|(?<![\w./-]))"
_PHONE_END = r"(?!\d|[-.]\d|/[1-9])"
_PHONE_AREA = re.compile(
    rf"{_PHONE_START}0[1-9]\d{{0,2}} ?[-–/] ?\d{{2,3}}(?: ?\d{{2,3}}){{1,3}}{_PHONE_END}"
)
# The same with its blanks: no code is written "070-123 45 67".
_PHONE_GROUPED = re.compile(
    rf"{_PHONE_START}0[1-9]\d{{0,2}} ?[-–/] ?\d{{2,3}}(?: \d{{2,3}}){{1,3}}{_PHONE_END}"
)
_PHONE_MOBILE = re.compile(rf"{_PHONE_START}07[02369] ?\d(?: ?\d){{6}}{_PHONE_END}")
# Only Stockholm has two digits before the number: "01 02 20 21" is no telephone.
_AREA = r"(?:08|0[1-9]\d{1,2})"
_BLANK = r"[ \u00a0]"
_PHONE_SPACED = re.compile(
    rf"{_PHONE_START}(?<!\d[ \u00a0])(?:{_AREA}{_BLANK}\d{{2,3}}(?:{_BLANK}\d{{2}}){{2,3}}"
    rf"|08{_BLANK}\d{{3}}{_BLANK}\d{{2}}{_BLANK}\d{{3}}){_NOT_MONEY}{_PHONE_END}",
    re.IGNORECASE,
)
_PHONE_BRACKETED = re.compile(
    rf"(?<!\w)\({_AREA}\)[ \u00a0-]?\d{{2,3}}(?:[ \u00a0-]?\d{{2,3}}){{1,3}}"
    rf"{_NOT_MONEY}{_PHONE_END}",
    re.IGNORECASE,
)
_PHONE_DOTTED = re.compile(
    rf"{_PHONE_START}(?:0[1-9]\d{{1,2}}\.\d{{2,3}}(?:\.\d{{2}}){{2}}"
    rf"|08\.\d{{2,3}}(?:\.\d{{2,3}}){{2}}\.?\d{{2}}){_PHONE_END}"
)
_PHONES: dict[Care, tuple[re.Pattern[str], ...]] = {
    "kod": (_PHONE_GROUPED,),
    "fri": (
        _PHONE_GROUPED,
        _PHONE_AREA,
        _PHONE_MOBILE,
        _PHONE_SPACED,
        _PHONE_BRACKETED,
        _PHONE_DOTTED,
    ),
}
_PHONE_NAMED = re.compile(
    r"(?<!\w)((?:tel(?:efon)?(?: ?nr| ?nummer)?|tfn|mobil(?:nr|nummer)?"
    r"|ring(?: mig| oss)?(?: på)?)\.?:? ?)"
    r"(\+?\d(?:[ -]?\d){5,12})(?!\d)",
    re.IGNORECASE,
)
# "nr" stands before projects and invoices too: only a number with an area code counts.
_PHONE_NUMBERED = re.compile(
    r"(?<!\w)((?:nr|nummer)\.?:? ?)(0[1-9](?:[ -]?\d){6,8})(?![\d/]|[-.]\d)", re.IGNORECASE
)

# The shape of a text, byte by byte: what can stand within a number is left out, a digit is 0, and
# a is what the word before a telephone number ends in (tel, telefon, nr, ring, på); "oss" is known
# by both its s, for a lone one ends too many codes. Looking for a few fixed rows of bytes in the
# shape costs a tenth of looking for a pattern in the text.
_GAPS = b" -+().:" + bytes(range(0x80, 0xC3))
_DIGITS = b"0123456789" + bytes(range(0xD9, 0x100))  # beyond Latin letters: other scripts' digits
_CLASSES = ((_DIGITS, b"0"), (b"lngrLNGR\xc3", b"a"), (b"sS\xc5", b"s"))
_SHAPE = b"".join(
    next((sign for codes, sign in _CLASSES if code in codes), b".") for code in range(256)
)
# How the signs that `as_seen` changes begin, the common blank that the patterns know left out;
# dashes and quotation marks begin so too.
_MAYBE_UNSEEN = (b"\xc2\xad", b"\xe1\x9a", b"\xe2\x80", b"\xe2\x81", b"\xe3\x80", b"\xef\xbb")
_TEN_DIGITS_SHAPE, _AFTER_A_WORD, _AFTER_OSS = b"0000000000", b"a000000", b"ss000000"


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
            of twelve digits or with a hyphen, an e-mail address, "070-123 45 67", "+46 …". Ten
            digits without a hyphen stay even when they could be somebody's.

    Returns:
        The masked text and the rules broken, or None when there was nothing to remove.
    """
    # A cheap look before the dear ones: nearly every text stops here.
    if len(text) < _SHORTEST or not may_hold(text):
        return None
    rules: list[str] = []
    # Invisible signs are taken out of what is stored: looked for after that, not before.
    masked = text = as_seen(text)
    if _has_at(text):
        masked = _remove(_EMAIL, "EPOST", masked, rules)
    if _TEN_DIGITS.search(masked):
        masked = _remove_identities(masked, care, rules)
        masked = _remove(_PHONE_ABROAD, "TELEFON", masked, rules)
    if _AREA_CODE.search(masked):
        for pattern in _PHONES[care]:
            masked = _remove(pattern, "TELEFON", masked, rules)
            if "]/0" in masked:
                masked = _remove(pattern, "TELEFON", masked, rules)
    if care == "fri":
        masked = _remove(_PHONE_NAMED, "TELEFON", masked, rules, keep=1)
        masked = _remove(_PHONE_NUMBERED, "TELEFON", masked, rules, keep=1)
    return Masked(masked, tuple(dict.fromkeys(rules))) if rules else None


def may_hold(text: str) -> bool:
    """Whether it is worth looking for personal data: False is certain, True is not.

    Texts joined by a control character may be asked about at once.
    """
    coded = text.encode("utf-8", "replace")
    if any(sign in coded for sign in _MAYBE_UNSEEN):
        text = as_seen(text)
        coded = text.encode("utf-8", "replace")
    shape = coded.translate(_SHAPE, _GAPS)
    return (
        _TEN_DIGITS_SHAPE in shape
        or _AFTER_A_WORD in shape
        or _AFTER_OSS in shape
        or _SHORT_PHONE.search(text) is not None
        or _has_at(text)
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


def _has_at(text: str) -> bool:
    return bool("@" in text or _AT_ROUND.search(text) or _AT_SQUARE.search(text))


def _remove(
    pattern: re.Pattern[str], rule: str, text: str, rules: list[str], keep: int | None = None
) -> str:
    """The text with every match masked, the group to keep excepted; a rule broken is noted."""
    masked, count = pattern.subn(lambda match: (match[keep] if keep else "") + _MASKS[rule], text)
    if count:
        rules.append(rule)
    return masked


def _remove_identities(text: str, care: Care, rules: list[str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if not _is_identity(match[1].replace("-", ""), match[2]):
            return match[0]
        rules.append("PERSONNUMMER")
        return _MASKS["PERSONNUMMER"]

    masked = _IDENTITY_DASHED.sub(replace, text)
    undashed = _IDENTITY_PLAIN if care == "fri" else _IDENTITY_TWELVE
    return undashed.sub(replace, masked)


def _is_identity(born: str, number: str) -> bool:
    """A date that exists and a check digit that agrees; samordningsnummer count.

    Without a century both are tried: which one holds must not depend on today's date.
    """
    centuries = (born,) if len(born) == 8 else (f"19{born}", f"20{born}")
    return any(personnummer.valid(f"{full}{number}") for full in centuries)
