"""The registers that names are looked up in: alias tables of seeds/ and a strict spelling distance.

Belongs here: what is known, by comparison key, and the nearest known spelling within the bound.
How a name with more around it is taken apart is for `funds` and `units`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA

from fondbok import seeds
from fondbok.values.text import key

Register = Literal["namnd", "fond", "roll"]
How = Literal["exakt", "tolkad", "okand"]
Spellings = dict[str, tuple[str, str]]

SHORTEST_FUZZY = 6
_TWO_SLIPS_FROM = 12
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A code and how sure it is; `name` is the spelling it was taken for.

    Attributes:
        flera: The codes of a text that names several, where one was asked for.
    """

    code: str | None
    how: How
    name: str = ""
    flera: tuple[str, ...] = ()


UNKNOWN = Resolved(None, "okand")

_SEED_OF: dict[Register, tuple[str, str, tuple[tuple[str, str, str], ...]]] = {
    # register: alias seed, its code column, and (seed, name column, code column) of the names.
    "namnd": (
        "namnd_alias",
        "namnd_kod",
        (
            ("namnd", "namnd_kod", "namnd_kod"),
            ("namnd", "namnd", "namnd_kod"),
            ("namnd", "forvaltning", "namnd_kod"),
            ("namnd", "forvaltning_kod", "namnd_kod"),
        ),
    ),
    "fond": (
        "fond_alias",
        "fond_kod",
        (("fond", "fond_kod", "fond_kod"), ("fond", "fond", "fond_kod")),
    ),
    "roll": ("roll_alias", "roll", (("roll", "roll", "roll"), ("roll", "namn", "roll"))),
}


@seeds.derived
def spellings(register: Register) -> Spellings:
    """Comparison key -> (code, spelling); an alias that names two codes is refused.

    Raises:
        ValueError: the alias seed gives one spelling two codes.
    """
    alias_seed, code_column, names = _SEED_OF[register]
    pairs = [(row[column], row[code]) for seed, column, code in names for row in seeds.load(seed)]
    pairs += [(row["alias"], row[code_column]) for row in seeds.load(alias_seed)]
    found: Spellings = {}
    for spelling, code in pairs:
        earlier = found.setdefault(key(spelling), (code, spelling))
        if earlier[0] != code:
            raise ValueError(f"{alias_seed}: {spelling} names both {earlier[0]} and {code}")
    found.pop("", None)
    return found


def closest(wanted: str, known: Spellings, prefix: str = "") -> Resolved:
    """The only code within the allowed number of slips; digits must agree exactly.

    Args:
        wanted: Comparison key of the text.
        known: Where to look.
        prefix: Beginning that must agree to the letter; only what follows it may have slips, and
            its length says how many. "Interreg Norge" is one slip from no strand of Interreg.
    """
    own = len(wanted) - len(prefix)
    if own < SHORTEST_FUZZY:
        return UNKNOWN
    allowed = 2 if own >= _TWO_SLIPS_FROM else 1
    digits = _DIGITS.findall(wanted)
    best: dict[str, tuple[int, str]] = {}
    for spelling_key, (code, spelling) in known.items():
        if len(spelling_key) - len(prefix) < SHORTEST_FUZZY or not spelling_key.startswith(prefix):
            continue
        if _DIGITS.findall(spelling_key) != digits:
            continue
        slips = OSA.distance(wanted, spelling_key, score_cutoff=allowed)
        if slips <= allowed and (code not in best or slips < best[code][0]):
            best[code] = (slips, spelling)
    if len(best) != 1:
        return UNKNOWN
    code, (_, spelling) = next(iter(best.items()))
    return Resolved(code, "tolkad", spelling)


def name_of(register: Register, code: str) -> str:
    """The name a code is shown by."""
    column = {"namnd": "namnd", "fond": "fond", "roll": "namn"}[register]
    code_column = {"namnd": "namnd_kod", "fond": "fond_kod", "roll": "roll"}[register]
    return next((row[column] for row in seeds.load(register) if row[code_column] == code), code)
