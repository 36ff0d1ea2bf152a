"""Personal data in free text, replaced before it is stored.

Belongs here: which texts may hold personal data (one expression for SQL and Python), and the
replacing. Only texts that match `CANDIDATE`, or codes that match `CODE_CANDIDATE`, ever
reach Python.
"""

from __future__ import annotations

import re
from datetime import date

from fondbok.intake.values.text import as_seen

MASK = "[maskerat]"

# RE2 and Python read this alike: an at sign, a date with four more digits, or a number as
# telephones are written.
CANDIDATE = (
    r"@"
    r"|\d{6}[ ]?[-+–−]?[ ]?\d{4}"
    r"|(\+|00)[ ]?46"
    r"|\b0\d{1,3}[ /-]{1,3}\d"
    r"|\b07\d{8}\b"
    r"|\(0\d{1,3}\)"
    r"|\b0\d{1,2}\.\d{2,3}\.\d\d"
    # An odd blank, an invisible sign or an odd hyphen beside a digit: looked at without it.
    "|\\d[\u00a0\u00ad\u2000-\u2012\u202f\u205f\u2060\ufeff]"
    r"|(?i:\b(tel|tfn|telefon|telefonnummer|telnr|mobil|mobilnr|ring|nr)\b[.:]?[ ]?0\d)"
)
# In codes ten digits in a row are a code: only a hyphen or a century tells an identity number.
CODE_CANDIDATE = (
    r"@|\d{6}[-+–−]\d{4}|\d{12}"
    "|\\d[\u00ad\u200b-\u2012\u2060\ufeff]"
)

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PERSON = re.compile(r"(?<!\d)(?:\d{2})?\d{6} ?[-+–−]? ?\d{4}(?!\d)")
_PHONE = re.compile(
    r"(?<![\d\w-])(?:(?:\+|00) ?46(?: ?\(0\))?[ /-]{0,3}\d|0\d{1,3} ?[-/ ] ?\d)"
    r"[\d -]{3,12}\d(?![\d\w])"
    r"|(?<![\d\w-])07\d{8}(?!\d)"
    r"|\(0\d{1,3}\) ?-?\d[\d -]{3,12}\d(?![\d\w])"
    # Days are written with dots too; they have no area code of three digits.
    r"|(?<![\d\w.-])(?:0\d\d\.\d{2,3}\.\d\d\.\d\d|08\.\d{2,3}\.\d{2,3}\.\d{2,3}\.?\d{2})(?![\d\w.])"
)
_NAMED = re.compile(
    r"(?i)\b((?:tel|tfn|telefon|telefonnummer|telnr|mobil|mobilnr|ring|nr)\b[.:]? ?)"
    r"0[1-9]\d{6,8}(?![\d/])"
)
_PERSON_IN_CODE = re.compile(r"(?<!\d)(?:\d{8}[-+–−]?\d{4}|\d{6}[-+–−]\d{4})(?!\d)")
_SAMORDNING = 60


def mask(text: str) -> str:
    """The text with personal identity numbers, e-mail addresses and telephone numbers masked."""
    seen = as_seen(text)
    masked = _EMAIL.sub(MASK, seen)
    masked = _PERSON.sub(lambda match: MASK if _is_person(match[0]) else match[0], masked)
    masked = _PHONE.sub(lambda match: MASK if _is_phone(match[0]) else match[0], masked)
    masked = _NAMED.sub(lambda match: match[1] + MASK, masked)
    return text if masked == seen else masked


def mask_code(text: str) -> str:
    """A code without e-mail and identity numbers that have a hyphen or all twelve digits."""
    seen = as_seen(text)
    masked = _EMAIL.sub(MASK, seen)
    masked = _PERSON_IN_CODE.sub(lambda match: MASK if _is_person(match[0]) else match[0], masked)
    return text if masked == seen else masked


def _is_person(text: str) -> bool:
    """A valid date (day + 60 in a samordningsnummer) and a right check digit.

    An organisation number has a month of 20 or more and is left alone.
    """
    digits = "".join(character for character in text if character.isdigit())
    century, short = digits[:-10], digits[-10:]
    year, month, day = short[:2], short[2:4], short[4:6]
    number = int(day) - _SAMORDNING if int(day) > _SAMORDNING else int(day)
    if century and century not in ("18", "19", "20"):
        return False
    centuries = [century] if century else ["19", "20"]
    if not any(_is_date(int(c + year), int(month), number) for c in centuries):
        return False
    return _luhn(short)


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
