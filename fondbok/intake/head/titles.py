"""Titles that say what a table's amounts are, where they are not the year's payments.

Belongs here: the words above a table and the name of its sheet. A column's own header is looked at
in `headers`, whose words are asked for here as well; another year is said in `rows.left_out`.
"""

from __future__ import annotations

import re
from typing import Any

from fondbok.findings import Finding
from fondbok.intake import headers
from fondbok.intake.head.columns import shown
from fondbok.intake.readers.tables import Table, lone_texts
from fondbok.intake.rules import TITEL_ANDRA_BELOPP, note
from fondbok.values.text import tidy

# What is longer is a text about the projects.
_LONGEST = 90
_MONTHS = (
    r"jan(?:uari)?|feb(?:ruari)?|mars|april?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?"
    r"|okt(?:ober)?|nov(?:ember)?"
)
# "januari-juni", "per 30 juni", "t.o.m. augusti", "tertial 2", "första halvåret".
_PART_OF_YEAR = re.compile(
    rf"\b(?:(?:{_MONTHS}|dec(?:ember)?)\.?(?: (?:19|20)\d\d)?\s?(?:[-–—]|till(?: och med)?|tom)\s?"
    rf"(?:{_MONTHS})"
    rf"|(?:per|till|tom|t\.? ?o\.? ?m\.?|till och med)(?: den)? (?:\d\d? )?(?:{_MONTHS})"
    r"|per (?:19|20)\d\d-(?!12)\d\d-\d\d|per \d\d?/(?!12)\d\d?"
    r"|tertial [12i]+|(?:kvartal|q) ?[1-3]|[1-3]:?[aeo] (?:kvartalet|tertialet)|delår\w*"
    r"|(?:första|andra|vår|höst)?\s?halvår\w*|(?:vår|höst)termin\w*)\b",
    re.IGNORECASE,
)
_SCHOOL_YEAR = re.compile(r"\bläsår\w*|\blå ?\d\d", re.IGNORECASE)
_PASSED_ON = re.compile(
    r"\b(?:utbetal\w*|betalat ut|förmedla\w*|vidareförmedla\w*|vidarebefordra\w*)\b.{0,20}\btill\b"
    r" (?:våra |andra|sina |projekt)?\s?(?:partner|parter|andra|medsökande|externa|föreningar)",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"\b(?:bevilja|ansök|sök)(?:t|ta|da|de|ade|at)\w*\b.{0,20}\b(?:\w*bidrag|medel|belopp|stöd)",
    re.IGNORECASE,
)
# A title that speaks of payments as well is of both: "Budget och utfall 2024".
_PAID = re.compile(r"utfall|utbetal|bokslut|redovisn", re.IGNORECASE)
# What stands alone in a title, whatever project it may begin: "Budget 2024", "Prognos".
_ALONE = re.compile(
    r"(?:(?:eu-?\s?|års|helårs)?(?:projekt|medel|bidrag)?\s?[-–,:]?\s*)*"
    r"(?P<word>(?:helårs|års)?prognos\w*|budget(?:en|era\w+)?|preliminär\w*)"
    r"(?:[\s,:–-]+(?:eu-?\w*|projekt\w*|medel|bidrag|belopp|för|år|helår|\w*nämnden|(?:19|20)\d\d|"
    r"\d{1,2}|\w{2,4}|tkr|mkr|per|i|och))*[\s.:)]*",
    re.IGNORECASE,
)


def say_titles(table: Table) -> list[Finding]:
    """A remark where a title of a table, or its sheet's name, says that its amounts are others."""
    if not any(column is not None and column.field == "utbetalt" for column in table.columns):
        return []
    for text in _titles(table):
        what = _other_amounts(tidy(text))
        if what is not None:
            place: dict[str, Any] = {"blad": table.blad or None, "rad": table.header_rad or None}
            return [note(TITEL_ANDRA_BELOPP, varde=shown(text), galler=what, **place)]
    return []


def _titles(table: Table) -> list[str]:
    """What stands above a table; below another one on its sheet only its own title is its."""
    if table.continues:
        return table.title
    # In a document nothing stands above the header in the table's own grid.
    above = list(lone_texts(table.before)) if table.before else table.captions
    return [*above, table.blad]


def _other_amounts(text: str) -> str | None:
    """What a title says that the amounts are; None where they may be the year's payments."""
    if len(text) > _LONGEST:
        return None
    if _PASSED_ON.search(text):
        return "betalade till andra"
    if _GRANTED.search(text):
        return "sökta eller beviljade"
    if headers.says_many_years(text):
        return "för mer än ett år"
    if _SCHOOL_YEAR.search(text):
        return "för ett läsår"
    if _PART_OF_YEAR.search(text):
        return "för en del av året"
    alone = _ALONE.fullmatch(text)
    if alone is not None and headers.says_no_payment(text) and not _PAID.search(text):
        word = alone["word"].casefold()
        return "preliminära" if word.startswith("prel") else "en prognos eller en budget"
    return None
