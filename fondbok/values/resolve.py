"""From names as written to codes: units, funds, roles and goals.

Belongs here: what is asked of the registers. A new spelling is settled by adding a line to a seed,
never here. What cannot be resolved is nobody's guess: the code is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from fondbok import seeds
from fondbok.values.funds import read_fund
from fondbok.values.registers import (
    How,
    Register,
    Resolved,
    closest,
    name_of,
    spellings,
)
from fondbok.values.text import key, tidy
from fondbok.values.units import read_unit

__all__ = [
    "Goal",
    "How",
    "Register",
    "Resolved",
    "all_names",
    "all_questions",
    "has_goals",
    "project_key",
    "question_number",
    "resolve",
    "resolve_goal",
    "resolve_list",
    "resolve_unit",
    "unit_names_in",
]

_SAME_QUESTION = 88
# Every account goes to kommunstyrelsen: its name in a memo does not say who wrote it.
_RECIPIENT = "KS"
_PARENTHESES = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal's number within its year's set; None when it is not one of them."""

    nummer: int | None
    how: How
    name: str = ""


@lru_cache(maxsize=16384)
def resolve(register: Register, text: str) -> Resolved:
    """The code of a unit, fund or role.

    Args:
        register: Which register to look in.
        text: The name as written.

    Returns:
        The code with "exakt" for a known spelling, "tolkad" for one slip (two in a long name) or a
        name found beside other words; code None with "okand" otherwise.
    """
    known = spellings(register)
    wanted = key(text)
    if wanted in known:
        code, spelling = known[wanted]
        return Resolved(code, "exakt", spelling)
    if register == "fond":
        return read_fund(text)
    beside = _beside_brackets(register, text)
    return beside or closest(wanted, known)


@lru_cache(maxsize=4096)
def resolve_unit(text: str) -> Resolved:
    """The unit that a cell for the unit names, in any way a person would write it there.

    Wider than `resolve`: the text is known to be the name of who hands in.

    Returns:
        As `resolve`; when several units are named together the code is None and their codes are in
        `flera`.
    """
    return read_unit(text, resolve("namnd", text))


def all_names(register: Register, codes: tuple[str, ...]) -> str:
    """The names of several codes in one text."""
    *first, last = (name_of(register, code) for code in codes)
    return f"{', '.join(first)} och {last}"


def _beside_brackets(register: Register, text: str) -> Resolved | None:
    """For "Europeiska socialfonden (ESF+)": what stands outside, else inside, the brackets."""
    match = _PARENTHESES.match(tidy(text))
    if match is None:
        return None
    known = spellings(register)
    outside = known.get(key(f"{match[1]} {match[3]}"))
    inside = known.get(key(match[2]))
    if outside and inside and outside[0] == inside[0]:
        return Resolved(outside[0], "exakt", outside[1])
    chosen = outside or inside
    return Resolved(chosen[0], "tolkad", chosen[1]) if chosen else None


@lru_cache(maxsize=4096)
def resolve_list(text: str) -> tuple[tuple[str, Resolved], ...]:
    """Units named in one cell; names that hold commas and "och" themselves stay whole.

    Returns:
        Each piece as written with what it resolved to, in order.
    """
    pieces: list[tuple[str, Resolved]] = []
    for part in re.split(r"[;\n|]+", text):
        words = tidy(part).strip(" ,")
        if words:
            pieces.extend(_units_in(words))
    return tuple(pieces)


_BETWEEN_UNITS = re.compile(r"(, | och | samt | & |/)")


def _units_in(words: str) -> list[tuple[str, Resolved]]:
    whole = resolve("namnd", words)
    if whole.code is not None:
        return [(words, whole)]
    tokens = _BETWEEN_UNITS.split(words)
    found: list[tuple[str, Resolved]] = []
    at = 0
    while at < len(tokens):
        # The longest run of tokens that names a unit; alone and unknown when none does.
        for end in range(len(tokens), at, -2):
            candidate = "".join(tokens[at:end]).strip(" ,")
            resolved = resolve("namnd", candidate)
            if resolved.code is not None or end == at + 1:
                break
        if candidate:
            found.append((candidate, resolved))
        at = end + 1
    return found


@seeds.derived
def _goal_period(ar: int) -> str:
    return next((row["malperiod"] for row in seeds.load("ar") if row["ar"] == str(ar)), "")


@seeds.derived
def _goals(ar: int) -> tuple[dict[int, str], dict[str, tuple[str, str]]]:
    """Goals of a year: number -> name, and comparison key -> (number, spelling)."""
    period = _goal_period(ar)
    names = {
        int(row["nummer"]): row["kf_mal"]
        for row in seeds.load("kf_mal")
        if period and row["malperiod"] == period
    }
    spellings = {key(name): (str(nummer), name) for nummer, name in names.items()}
    for row in seeds.load("kf_mal_alias"):
        if period and row["malperiod"] == period:
            spellings.setdefault(key(row["alias"]), (row["nummer"], row["alias"]))
    return names, spellings


@seeds.derived
def _unit_names() -> tuple[tuple[str, str], ...]:
    """Comparison key and spelling of the names long enough to be found inside a sentence."""
    known = spellings("namnd").items()
    return tuple((name, spelling) for name, (_, spelling) in known if len(name) > 10)


def unit_names_in(text: str) -> list[str]:
    """Names of units inside a sentence, except the one every account is sent to."""
    inside = key(text)
    return [
        spelling
        for name, spelling in _unit_names()
        if name in inside and resolve("namnd", spelling).code != _RECIPIENT
    ]


@seeds.derived
def all_questions() -> tuple[str, ...]:
    """The wording of every year's questions."""
    return tuple(row["fraga"] for row in seeds.load("fraga"))


@lru_cache(maxsize=1024)
def question_number(text: str, ar: int) -> int | None:
    """The number of a question of a year by its words, None when none is close enough."""
    wanted = key(text)
    scored = [
        (fuzz.ratio(wanted, key(row["fraga"])), int(row["fraga_nr"]))
        for row in seeds.load("fraga")
        if row["ar"] == str(ar)
    ]
    best = max(scored, default=(0.0, 0))
    return best[1] if best[0] >= _SAME_QUESTION else None


def has_goals(ar: int) -> bool:
    """Whether the year belongs to a known set of goals."""
    return bool(_goals(ar)[0])


_GOAL_NUMBER = re.compile(
    r"(?:kf[- ]?)?(?:mål(?:område)?|budgetmål)?\s*(?:nr\.?\s*)?#?"
    r"(\d{1,2})(?:\.0)?\s*[.:)]?\s*[-–]?\s*(.*)",
    re.IGNORECASE,
)
_GLOBAL_GOAL = re.compile(r"global|agenda 2030|\bsdg\b|\bfn\b|\bfn:s", re.IGNORECASE)


@lru_cache(maxsize=8192)
def resolve_goal(text: str, ar: int) -> Goal:
    """A goal by number, name or both, within the set of its year.

    A number and a name that disagree, a UN goal, and a number outside the set are unknown.
    """
    names, spellings = _goals(ar)
    words = tidy(text)
    if exact := spellings.get(key(words)):
        return Goal(int(exact[0]), "exakt", names.get(int(exact[0]), ""))
    if _GLOBAL_GOAL.search(words):
        return Goal(None, "okand")
    numbered = _GOAL_NUMBER.fullmatch(words)
    if numbered and not numbered[2].strip():
        return _goal_by_number(int(numbered[1]), names)
    name = numbered[2] if numbered else words
    found = spellings.get(key(name))
    resolved = Resolved(found[0], "exakt") if found else closest(key(name), spellings)
    if resolved.code is None:
        return Goal(None, "okand")
    nummer = int(resolved.code)
    if numbered and int(numbered[1]) != nummer:
        return Goal(None, "okand")
    return Goal(nummer, resolved.how, names.get(nummer, ""))


def _goal_by_number(nummer: int, names: dict[int, str]) -> Goal:
    return Goal(nummer, "exakt", names[nummer]) if nummer in names else Goal(None, "okand")


@seeds.derived
def _project_names() -> dict[str, tuple[tuple[str, str, str], ...]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in seeds.load("projekt_alias"):
        entry = (row["projekt"], row["fran_ar"], row["till_ar"])
        found.setdefault(key(row["alias"]), []).append(entry)
    return {alias: tuple(entries) for alias, entries in found.items()}


@lru_cache(maxsize=8192)
def project_key(name: str, ar: int | None) -> str:
    """What two rows are compared by to see the same project twice; identity itself is dbt's."""
    wanted = key(name)
    for projekt, first, last in _project_names().get(wanted, ()):
        year = str(ar or "")
        if (not first or year >= first) and (not last or year <= last):
            return key(projekt)
    return wanted
