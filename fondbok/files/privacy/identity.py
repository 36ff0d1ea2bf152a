"""Personal identity numbers: what they look like, and that they can be somebody's.

Belongs here: forms, dates and check digits. A date that exists and a check digit that agrees are
asked of every form: one number in a hundred and forty has both by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from personnummer import personnummer

_DASH = r"[-+–−—]"
_SIGN = r"[-+_.–−—]"
# A row of digits that goes on is a code; so is one with a second hyphenated part.
_FREE = r"(?<!\d)(?<!\d-)"
_END = r"(?!\d|-\d)"
# Dates and years stand beside each other: four digits that are a year are no person's.
_NO_YEAR = r"(?!(?:19|20)\d\d(?!\d))"
_ALONE = r"(?<![\d.,])(?<!\d )(?<!\d-)"
_ALONE_END = r"(?![-., ]?\d)"

_DASHED = re.compile(
    rf"{_FREE}((?:19|20)?\d{{2}}-?\d{{2}}-?\d{{2}}) ?{_DASH} ?(\d{{4}}){_END}", re.ASCII
)
_SIGNED = re.compile(rf"{_FREE}((?:19|20)?\d{{6}}) ?[_.] ?(\d{{4}}){_END}", re.ASCII)
_PLAIN = re.compile(rf"{_FREE}((?:19|20)?\d{{6}})(?: ?{_SIGN} ?| {{0,3}})(\d{{4}}){_END}", re.ASCII)
# All twelve digits: a century, a date that exists and a check digit are no code by chance.
_TWELVE = re.compile(rf"{_FREE}((?:19|20)\d{{6}}) ?(\d{{4}}){_END}", re.ASCII)
_SPLIT = re.compile(
    rf"{_ALONE}((?:19|20)?\d{{2}}([._ ])\d{{2}}\2\d{{2}})(?:\2| ?{_DASH} ?)"
    rf"{_NO_YEAR}(\d{{4}}){_ALONE_END}",
    re.ASCII,
)
_FOURS = re.compile(
    rf"{_ALONE}(\d{{4}} \d{{2}}(?:\d{{2}})?)[ -]{_NO_YEAR}(\d{{4}}){_ALONE_END}", re.ASCII
)
_SPACED = re.compile(
    rf"{_ALONE}(\d(?: \d){{5}}(?: \d \d)?) ?{_DASH}? ?(\d(?: \d){{3}})(?! ?\d)", re.ASCII
)
# A sole trader's VAT number is the person's number between SE and 01.
_VAT = re.compile(
    rf"(?<!\w)(?:SE[ -]?(\d{{6}})(?: ?{_SIGN} ?| ?)(\d{{4}})|(\d{{6}}){_DASH}(\d{{4}}))[ -]?\d\d"
    rf"(?!\d|-\d)",
    re.ASCII | re.IGNORECASE,
)
# Before there is a number, a letter stands for the first of its last four digits.
_INTERIM = re.compile(
    rf"(?<!\w)(?<!\d-)((?:19|20)?\d{{6}})(?: ?{_SIGN} ?| ?)([TRSUWXJKLMN]\d{{3}})(?!\w)", re.ASCII
)
_INTERIM_CODE = re.compile(
    rf"(?<!\w)(?<!\d-)((?:19|20)\d{{6}}){_DASH}([TRSUWXJKLMN]\d{{3}})(?!\w)", re.ASCII
)
_NO_DIGIT = re.compile(r"\D")

ANYWHERE = (_VAT, _DASHED, _PLAIN, _SPLIT, _FOURS, _SPACED)
IN_CODES = (_VAT, _DASHED, _SIGNED, _TWELVE)
INTERIM_ANYWHERE, INTERIM_IN_CODES = (_INTERIM,), (_INTERIM_CODE,)


def without_identities(
    text: str, patterns: tuple[re.Pattern[str], ...], mask: str
) -> Iterator[str]:
    """The text after each pattern that took something out, with the mask in its place."""

    def replace(match: re.Match[str]) -> str:
        born, number = (part for part in match.groups() if part and len(part) > 1)
        return mask if _is_somebodys(_NO_DIGIT.sub("", born), number) else match[0]

    for pattern in patterns:
        masked = pattern.sub(replace, text)
        if masked != text:
            text = masked
            yield text


def _is_somebodys(born: str, number: str) -> bool:
    """A date that exists and a check digit that agrees; samordningsnummer count.

    Without a century both are tried: which one holds must not depend on today's date.
    """
    digits = "".join(sign if sign.isdigit() else "1" for sign in number if sign.isalnum())
    centuries = (born,) if len(born) == 8 else (f"19{born}", f"20{born}")
    return any(personnummer.valid(f"{full}{digits}") for full in centuries)
