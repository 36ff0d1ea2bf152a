"""Countries: what a cell says to a code and a Swedish name.

Belongs here: the names that the Unicode consortium gives countries in Swedish and English. A name
that is near another is not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from babel import Locale

from fondbok.values.text import key

# Two letters in CLDR that are no countries.
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@dataclass(frozen=True)
class Country:
    """A country: its ISO 3166-1 code of two letters and its Swedish name."""

    code: str
    name: str


def country(text: str) -> Country | None:
    """The country that is written, by its name in Swedish or English or its code; None for none."""
    return _known().get(key(text))


@cache
def _known() -> dict[str, Country]:
    swedish = {
        code: Country(code, name)
        for code, name in Locale("sv").territories.items()
        if len(code) == 2 and code not in _NO_COUNTRIES
    }
    english = Locale("en").territories
    found = {key(english[code]): each for code, each in swedish.items()}
    found |= {key(each.name): each for each in swedish.values()}
    return found | {key(code): each for code, each in swedish.items()}
