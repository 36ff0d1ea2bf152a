"""Telephone numbers: only what no amount, day or code looks like.

Belongs here: the forms, in free text and in codes.
"""

from __future__ import annotations

import re

AREA_CODE = re.compile(r"0(?<![\w./-]0)[1-9]")
# The same with what must follow it in fewer than ten digits; "1 070 688 kr" is an amount.
SHORT = re.compile(
    r"0(?<![\w./-]0)(?:[1-9]\d{0,2} ?[-–/).]|(?<!\d[ \u00a0]0)[1-9]\d{0,2}[ \u00a0])"
)
_NOT_MONEY = r"(?!\d|,\d|\s?(?:kr\b|sek\b|tkr|mkr|eur|€|kronor|miljon|:-))"
COUNTRIES = "46|45|47|358|44|49|48|31|32|33|34|39|43|370|371|372"
ABROAD = re.compile(
    rf"(?<![\w+])(?:\+|00) ?(?:{COUNTRIES})"
    rf"(?:[ -]?\(0\))?(?: ?[-–.] ?| )?"
    rf"(?:[1-9](?:[ .-]?\d){{7,10}}|[1-9]\d{{0,2}} ?[-–] ?\d(?:[ .-]?\d){{6,9}}){_NOT_MONEY}",
    re.IGNORECASE,
)
# "(0)70-123 45 67": what is left of a number when its country is.
_OPTIONAL_ZERO = re.compile(rf"(?<!\w)\(0\) ?[1-9](?:[ -]?\d){{8,9}}{_NOT_MONEY}", re.IGNORECASE)
# A second number may follow at once: "070-123 45 67/070-765 43 21".
_START = r"(?:(?<=\]/)|(?<![\w./-]))"
_END = r"(?!\d|[-.]\d|/[1-9])"
_AREA = re.compile(rf"{_START}0[1-9]\d{{0,2}} ?[-–/] ?\d{{2,3}}(?: ?\d{{2,3}}){{1,3}}{_END}")
# The same with its blanks: no code is written "070-123 45 67".
_GROUPED = re.compile(rf"{_START}0[1-9]\d{{0,2}} ?[-–/] ?\d{{2,3}}(?: \d{{2,3}}){{1,3}}{_END}")
_MOBILE = re.compile(rf"{_START}07[02369] ?\d(?: ?\d){{6}}{_END}")
# Only Stockholm has two digits before the number: "01 02 20 21" is no telephone.
_AREA_DIGITS = r"(?:08|0[1-9]\d{1,2})"
_BLANK = r"[ \u00a0]"
_SPACED = re.compile(
    rf"{_START}(?<!\d[ \u00a0])(?:{_AREA_DIGITS}{_BLANK}\d{{2,3}}(?:{_BLANK}\d{{2}}){{2,3}}"
    rf"|08{_BLANK}\d{{3}}{_BLANK}\d{{2}}{_BLANK}\d{{3}}){_NOT_MONEY}{_END}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    rf"(?<!\w)\({_AREA_DIGITS}\)[ \u00a0-]?\d{{2,3}}(?:[ \u00a0-]?\d{{2,3}}){{1,3}}"
    rf"{_NOT_MONEY}{_END}",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    rf"{_START}(?:0[1-9]\d{{1,2}}\.\d{{2,3}}(?:\.\d{{2}}){{2}}"
    rf"|08\.\d{{2,3}}(?:\.\d{{2,3}}){{2}}\.?\d{{2}}){_END}"
)
IN_CODES = (_GROUPED,)
ANYWHERE = (_GROUPED, _AREA, _MOBILE, _SPACED, _BRACKETED, _DOTTED)
OF_TEN_DIGITS = (_OPTIONAL_ZERO,)
_NAMED = re.compile(
    r"(?<!\w)((?:tel(?:efon)?(?: ?nr| ?nummer)?|tfn|tlf|fax|mob(?:il)?(?: ?tel| ?tfn)?"
    r"(?: ?nr| ?nummer)?|ring(?: mig| oss)?(?: på)?)[.:]{0,2} ?)"
    r"(\+?\(?\d\)?(?:[ -]?\d){5,12})(?!\d)",
    re.IGNORECASE,
)
# "nr" stands before projects and invoices too: only a number with an area code counts.
_NUMBERED = re.compile(
    r"(?<!\w)((?:nr|nummer)\.?:? ?)(0[1-9](?:[ -]?\d){6,8})(?![\d/]|[-.]\d)", re.IGNORECASE
)
AFTER_A_WORD = (_NAMED, _NUMBERED)
