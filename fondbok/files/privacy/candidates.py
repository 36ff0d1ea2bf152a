"""The cheap look in SQL: which texts of a large file are worth masking one by one.

Belongs here: one expression a care, in the syntax that DuckDB and Python share. A text that `mask`
changes always matches; most others do not.
"""

from __future__ import annotations

from fondbok.files.privacy.signs import ODD_DIGITS_CLASS, WIDE_CLASS
from fondbok.files.privacy.telephones import COUNTRIES

# What is folded before the patterns look: wide signs, odd hyphens and signs nobody sees anywhere,
# odd blanks only where they stand by a digit or a word of an address.
_UNSEEN = f"[\u00ad\u200b-\u2012\u2060\ufeff{WIDE_CLASS}{ODD_DIGITS_CLASS}]"
_BLANK = "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_ODD = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_ODD_BY_A_DIGIT = f"[0-9]{_ODD}|{_ODD}[0-9]"
_OPEN, _SHUT = r"[(\[{<]", r"[)\]}>]"
_ADDRESS = (
    rf"@|{_OPEN}{_BLANK}?(?i:at|a|snabel-?a){_BLANK}?{_SHUT}"
    rf"|{_BLANK}(?i:at|snabel-?a){_BLANK}"
)
_SIGN = "[-+_.–−—]"
_SIX_AND_FOUR = rf"[0-9]{{6}}{_BLANK}{{0,3}}(?:{_SIGN}{_BLANK}?)?[0-9]{{4}}"
_IDENTITY = "|".join(
    (
        _SIX_AND_FOUR,
        r"[0-9]{2}[-._ ]?[0-9]{2}[-._ ]?[0-9]{2} ?[-+_.–−— ] ?[0-9]{4}",
        r"[0-9]{4} [0-9]{2,4}[ -][0-9]{4}",
        r"[0-9](?: [0-9]){5}",
        rf"[0-9]{{6}}{_BLANK}?{_SIGN}?{_BLANK}?[TRSUWXJKLMN][0-9]{{3}}",
        r"(?i:se)[ -]?[0-9]{6}",
    )
)
_IDENTITY_IN_CODES = "|".join(
    (
        rf"[0-9]{{6}} ?{_SIGN} ?[0-9]{{4}}",
        r"[0-9]{2}-?[0-9]{2}-?[0-9]{2} ?[-+–−—] ?[0-9]{4}",
        r"[0-9]{8} ?[0-9]{4}",
        r"[0-9]{8}[-+–−—][TRSUWXJKLMN][0-9]{3}",
        r"(?i:se)[ -]?[0-9]{6}",
    )
)
_ABROAD = rf"(?:\+|00) ?(?:{COUNTRIES})(?:[ -]?\(0\))?(?: ?[-–.] ?| )?[1-9]"
_AREA = r"(?:^|[^0-9A-Za-z_./-]|\]/)0[1-9][0-9]{0,2}"
_GROUPED = rf"{_AREA} ?[-–/] ?[0-9]{{2}}"
_TELEPHONE = "|".join(
    (
        _ABROAD,
        _GROUPED,
        rf"{_AREA} [0-9]{{2,3}} [0-9]{{2}}",
        r"(?:^|[^0-9A-Za-z_./-]|\]/)07[02369] ?[0-9](?: ?[0-9]){6}",
        r"\(0[0-9]{0,3}\) ?-?[0-9]",
        rf"{_AREA}\.[0-9]{{2,3}}\.[0-9]{{2}}",
        r"(?:^|[^0-9A-Za-z_åäöÅÄÖ])(?i:tel|tfn|tlf|fax|mob|ring)"
        rf"(?:[a-zA-ZåÅ]|{_BLANK}){{0,12}}[.:]{{0,2}}{_BLANK}?\+?\(?[0-9]\)?(?:[ -]?[0-9]){{5}}",
        # Invoices and projects are numbered too, and by far the most of what has this word.
        rf"(?:^|[^0-9A-Za-z_åäöÅÄÖ])(?i:nr|nummer)\.?:?{_BLANK}?0[1-9]",
    )
)

CANDIDATE = f"{_UNSEEN}|{_ODD_BY_A_DIGIT}|{_ADDRESS}|{_IDENTITY}|{_TELEPHONE}"
CODE_CANDIDATE = f"{_UNSEEN}|{_ODD_BY_A_DIGIT}|{_ADDRESS}|{_IDENTITY_IN_CODES}|{_ABROAD}|{_GROUPED}"
