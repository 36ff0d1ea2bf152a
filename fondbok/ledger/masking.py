"""Personal data in free text, replaced before it is stored.

Belongs here: which texts may hold personal data (one expression for SQL and Python), and the
replacing. Only distinct texts that match `CANDIDATE` ever reach Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

MASK = "[maskerat]"

# RE2 and Python read this alike: an at sign, a date with four more digits, or a number as
# telephones are written.
CANDIDATE = (
    r"@"
    r"|\d{6}[ ]?[-+–]?[ ]?\d{4}"
    r"|(\+|00)[ ]?46"
    r"|\b0\d{1,3}[ /-]{1,3}\d"
    r"|\b07\d{8}\b"
)

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PERSON = re.compile(r"(?<!\d)(\d{2})?(\d{2})(\d{2})(\d{2}) ?[-+–]? ?(\d{4})(?!\d)")
_PHONE = re.compile(
    r"(?<![\d\w-])(?:(?:\+|00) ?46(?: ?\(0\))?[ /-]{0,3}\d|0\d{1,3} ?[-/ ] ?\d)"
    r"[\d -]{3,12}\d(?![\d\w])"
    r"|(?<![\d\w-])07\d{8}(?!\d)"
)
_SAMORDNING = 60


def mask(text: str) -> str:
    """The text with personal identity numbers, e-mail addresses and telephone numbers masked."""
    text = _EMAIL.sub(MASK, text)
    text = _PERSON.sub(lambda match: MASK if _is_person(match) else match[0], text)
    return _PHONE.sub(lambda match: MASK if _is_phone(match[0]) else match[0], text)


def masked(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs (text, masked text) of those that changed."""
    pairs = ((text, mask(text)) for text in texts)
    return [(text, clean) for text, clean in pairs if clean != text]


def _is_person(match: re.Match[str]) -> bool:
    """A valid date (day + 60 in a samordningsnummer) and a right check digit.

    An organisation number has a month of 20 or more and is left alone.
    """
    century, year, month, day, last = match.groups()
    number = int(day) - _SAMORDNING if int(day) > _SAMORDNING else int(day)
    if century is not None and century not in ("18", "19", "20"):
        return False
    centuries = [century] if century else ["19", "20"]
    if not any(_is_date(int(c + year), int(month), number) for c in centuries):
        return False
    return _luhn(year + month + day + last)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(digits))
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def _is_phone(text: str) -> bool:
    return 8 <= sum(character.isdigit() for character in text) <= 13
