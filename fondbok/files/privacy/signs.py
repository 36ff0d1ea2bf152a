"""Texts as they are searched: one kind of blank, hyphen and digit, no signs that nobody sees.

Belongs here: what is folded before a pattern looks, in Python and, as classes of signs, in SQL.
"""

from __future__ import annotations

import re
import unicodedata

from fondbok.values.text import as_seen

# Full-width letters, digits and signs of East Asian keyboards, as copied from forms and PDF files.
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0xFE6B: "@", 0xFE63: "-"}
WIDE_CLASS = "\uff01-\uff5e\ufe6b\ufe63"

# No script's digits lie above, and looking through all of Unicode takes a sixth of a second.
_AFTER_DIGITS = 0x20000


def _odd_digits() -> str:
    """Digits that are not 0-9, as ranges of a class: Arabic, Devanagari, full-width and so on."""
    ranges: list[list[int]] = []
    for code in range(128, _AFTER_DIGITS):
        if unicodedata.category(chr(code)) != "Nd":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


ODD_DIGITS_CLASS = _odd_digits()
_ODD_DIGIT = re.compile(f"[{ODD_DIGITS_CLASS}]")
# How the signs that are folded begin in UTF-8, the common blank that the patterns know left out;
# dashes and quotation marks begin so too.
_MAYBE_ODD = (b"\xc2\xad", b"\xe1\x9a", b"\xe2\x80", b"\xe2\x81", b"\xe3\x80", b"\xef")


def folded(text: str) -> str:
    """The text as it is searched, and stored when something was taken out of it."""
    seen = as_seen(text)
    if seen.isascii():
        return seen
    seen = seen.translate(_WIDE)
    return _ODD_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), seen)


def may_be_folded(coded: bytes) -> bool:
    """Whether a text in UTF-8 may hold a sign that a pattern would not know; digits left out."""
    return any(sign in coded for sign in _MAYBE_ODD)
