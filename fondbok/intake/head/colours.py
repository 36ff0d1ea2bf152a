"""Legends: a text beside a table that says what its colours mean, which nobody here reads.

Belongs here: knowing such a text from the name of a project ("Gröna tak") and from a form's own
words ("Fyll i de gula fälten").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from fondbok.findings import Finding
from fondbok.intake.head.columns import shown
from fondbok.intake.readers.tables import Source, Table
from fondbok.intake.rules import FARG_LASES_INTE, note
from fondbok.values.amounts import Amount, read_amount
from fondbok.values.text import tidy

_COLOUR = r"(?:ljus|mörk)?(?:röd|gul|grön|blå|orange|lila|rosa|brun|turkos)(?:a|t|tt)?"
_MEANS = r"(?:=|:|(?:betyder|innebär|är|avser|visar|ska|har|räknas|markerar)\b)"
_PART = r"(?:text|kursiv|rad|cell|belopp|siffr|fält|fyllning|bakgrund|ruta|rutor|projekt)\w*"
_LEGEND = re.compile(
    rf"\b{_COLOUR}[- ]?(?:marker\w*|färgad\w*|färg(?:en)?\b)"
    rf"|\b{_COLOUR}[- ]?{_PART}\s*{_MEANS}|\b{_COLOUR}\s*(?:=|betyder|innebär)"
    rf"|\b{_COLOUR}\s*:.*\b{_COLOUR}\s*:|\bmarkera\w*(?: \w+)? (?:med|i) {_COLOUR}\b"
    r"|\bfärg(?:kod|marker|sätt)\w*\b|\bfärgen (?:visar|anger|betyder)\b"
    rf"|\b(?:kursiv\w*|fetstil\w*|understruk\w*|fet text)\s*(?:\w+\s*){{0,2}}{_MEANS}",
    re.IGNORECASE,
)
_FORM = re.compile(r"\bfyll(?:a|as|s|er)?\b(?: \w+)? i\b|\bifyll|\bska skrivas\b|\bskriv\b", re.I)
_LONGEST: Final = 300
_ROWS_BELOW: Final = 12
_LEGEND_CELLS: Final = 2


def say_colours(source: Source) -> list[Finding]:
    """One remark a file on a text beside a table that gives its colours a meaning."""
    for table in source.projekt:
        for text in _beside(table):
            words = tidy(text)
            if len(words) <= _LONGEST and _LEGEND.search(words) and not _FORM.search(words):
                return [note(FARG_LASES_INTE, blad=table.blad or None, varde=shown(words))]
    return []


def _beside(table: Table) -> Iterator[str]:
    yield from (*table.captions, *table.title)
    after = [table.after] if table.after is not None else []
    for _, cells in (*table.rows[-_ROWS_BELOW:], *table.aside, *after):
        filled = [cell for cell in cells if cell is not None and cell != ""]
        texts = [cell for cell in filled if isinstance(cell, str)]
        # "Rött | ej beviljat" is a legend in two cells; a number makes it a project.
        if len(texts) == len(filled) <= _LEGEND_CELLS and not _holds_amounts(texts):
            yield " = ".join(texts)


def _holds_amounts(texts: list[str]) -> bool:
    return any(isinstance(read_amount(text), Amount) for text in texts)
