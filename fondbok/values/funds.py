"""A fund by what a cell says of it: years, call numbers and brackets beside its name.

Belongs here: taking such a text apart. The spellings are lines of seeds/fond_alias.csv, and which
programme is part of which is said in seeds/fond.csv: nothing here knows a fund by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fondbok import seeds
from fondbok.values.registers import UNKNOWN, Resolved, closest, name_of, spellings
from fondbok.values.text import key, tidy

_FUND_UNSAID = "EU-OSPEC"
_LONGEST = 300
# The longest name has eleven words; one more for a bracket inside.
_MOST_WORDS = 12
# An acronym that is also a word counts in running text only in capitals: "LIFE", not "life".
_LONGEST_ACRONYM = 5

_YEAR = r"(?:19|20)\d\d"
_PERIOD = re.compile(
    rf"(?<![\w-])(?:(?:program)?perioden?\s+)?(?:{_YEAR}\s*[-–—−/]+\s*(?:{_YEAR}|\d\d)|['’]?\d\d\s*[-–—−]\s*['’]?\d\d"
    rf"|{_YEAR}\s+(?:till|t\.?\s?o\.?\s?m\.?|to)\s+{_YEAR})(?![\w-])",
    re.IGNORECASE,
)
_LONE_YEAR = re.compile(rf"(?<![\w-]){_YEAR}(?![\w-])")
_DATED = re.compile(rf"([^\W\d_]+)[ -]?({_YEAR})(?!\s*[-–—−/]|\d)")
# HORIZON-CL5-2022-D3-01-08, H2020-EU.3.3.4, 2023-1-SE01-KA122-SCH-000123456, KA122-SCH
_CALL = re.compile(r"(?<![\w-])\w[\w+]*(?:[-._]\w+)+")
# LIFE17 of LIFE17 ENV/SE/000123
_NUMBERED = re.compile(r"(?<![\w-])([A-Z]{3,})\d\d(?:[ -][A-Z]{3}/[A-Z]{2}/\d+)?(?![\w-])")
_STRAND = re.compile(
    r"(?<=interreg)[ -]*\b(?:(?:II|III|IV|V|VI|VII|[2-7])[ -]?[A-D]?|[A-D])\b(?![-’'])",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_WORD = re.compile(r"[^\W_]+|\+")
_BETWEEN = re.compile(r"[()\[\],;:|/]+|\s[-–—]\s|\s(?:och|samt|via|genom|inom|från|and|&|\+)\s")
# Words that say nothing of which fund it is.
_PLAIN = re.compile(
    r"program(?:met|me|mes)?|projekt(?:et|en)?|medel|bidrag(?:et)?|stöd(?:et)?|fond(?:en)?|fund"
    r"|eu|eus|europeiska|s|i|av|med|för|från|via|genom|inom|under|till|och|and|of|the|for|from|to"
    r"|(?:program)?period(?:en)?|(?:bidrags)?avtal(?:et|snummer)?|grant|agreement|ga|nr|nummer|id"
    r"|dnr|diarienummer|projektnummer|utlysning(?:en)?|call|plus|[0-9]+"
)
_DENIAL = re.compile(r"ej|inte|ingen|inga|inget|icke|utan|non?|not|avslag(?:en|et)?")


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    text: str
    start: int
    end: int


def read_fund(text: str) -> Resolved:
    """The fund that a text names beside other words.

    Args:
        text: What stands in the cell; the whole of it is no known spelling.

    Returns:
        "exakt" when nothing but years, numbers and plain words stand beside one name, "tolkad" when
        a spelling was near or other words stand there too. A family ("Interreg ...") yields to its
        member; several members of one family are the family. Several funds are none: their codes
        are in `flera`.
    """
    if len(text) > _LONGEST or _names_another_year(text):
        return UNKNOWN
    words = _without_numbers(text)
    wanted = key(words)
    known = spellings("fond")
    if wanted in known:
        return Resolved(known[wanted][0], "exakt", known[wanted][1])
    inside = _named_inside(words)
    if inside.how == "exakt" or inside.flera:
        return inside
    near = closest(wanted, _told_by_itself(), _family_prefix(wanted))
    return near if near.code else inside


def _names_another_year(text: str) -> bool:
    """For "Horisont 2027": where the year is part of the name, another year is another name."""
    known = spellings("fond")
    return any(
        key(name) in _dated_names() and key(name + year) not in known
        for name, year in _DATED.findall(_PERIOD.sub(" ", text))
    )


@seeds.derived
def _dated_names() -> frozenset[str]:
    """What stands before the year in the spellings that end in one."""
    dated = (re.fullmatch(rf"(\D+){_YEAR}", spelling) for spelling in spellings("fond"))
    return frozenset(match[1] for match in dated if match) & spellings("fond").keys()


def _without_numbers(text: str) -> str:
    """The words without periods, years, call numbers and the letters of an Interreg strand."""
    words = _PERIOD.sub(_years_of_a_name, _CALL.sub(_call_programme, tidy(text)))
    words = _without_empty_brackets(_LONE_YEAR.sub(_years_of_a_name, words))
    known = spellings("fond")
    if key(words) in known:
        return words
    words = _NUMBERED.sub(lambda m: m[1] if key(m[1]) in known else m[0], _STRAND.sub(" ", words))
    return _without_empty_brackets(words)


def _without_empty_brackets(words: str) -> str:
    return _BRACKETS.sub(_said_in_brackets, words).strip(" .,;:–-/")


def _said_in_brackets(match: re.Match[str]) -> str:
    if any(not _PLAIN.fullmatch(key(word)) for word in _WORD.findall(match[1])):
        return match[0]
    return match[0] if _ends_a_name(match) else " "


def _years_of_a_name(match: re.Match[str]) -> str:
    """Years stay where they end a known spelling, as in Horisont 2020."""
    return match[0] if _ends_a_name(match) else " "


def _ends_a_name(match: re.Match[str]) -> bool:
    before, years = key(match.string[: match.start()]), re.sub(r"\D", "", match[0])
    return before.endswith(_before_years().get(years, ()))


@seeds.derived
def _before_years() -> dict[str, tuple[str, ...]]:
    """Years that end a spelling -> what stands before them."""
    found: dict[str, tuple[str, ...]] = {}
    for spelling in spellings("fond"):
        if match := re.fullmatch(r"(\D+)(\d{4}|\d{8})", spelling):
            found[match[2]] = (*found.get(match[2], ()), match[1])
    return found


def _call_programme(match: re.Match[str]) -> str:
    """What a call or grant number says about its programme: its first parts, or any one of them."""
    whole, names = match[0], spellings("fond")
    parts = re.split(r"[-._]", whole)
    numbered = parts[:1] if len(parts) == 2 else parts
    if not any(sign.isdigit() for part in numbered for sign in part) or _PERIOD.fullmatch(whole):
        return whole
    for size in range(len(parts) - 1, 0, -1):
        if (first := key("".join(parts[:size]))) in names:
            return f" {names[first][1]} "
    if len(parts) == 2:
        return whole
    letters = re.match(r"[^\W\d_]+", parts[0])
    if letters and key(letters[0]) in names:
        return f" {letters[0]} "
    return next((f" {part} " for part in parts if key(part) in names), " ")


@seeds.derived
def _told_by_itself() -> dict[str, tuple[str, str]]:
    """Spellings that name their fund with other words beside them too."""
    found: dict[str, tuple[str, str]] = {}
    for row in seeds.load("fond_alias"):
        if row["ensam"] != "true":
            found.setdefault(key(row["alias"]), (row["fond_kod"], row["alias"]))
    return found


@seeds.derived
def _parents() -> dict[str, str]:
    """Code of a programme -> the family it is part of."""
    return {row["fond_kod"]: row["del_av"] for row in seeds.load("fond") if row["del_av"]}


@seeds.derived
def _family_names() -> tuple[str, ...]:
    families = set(_parents().values())
    names = (name for name, (code, _) in _told_by_itself().items() if code in families)
    return tuple(sorted(names, key=len, reverse=True))


def _family_prefix(wanted: str) -> str:
    return next((name for name in _family_names() if wanted.startswith(name)), "")


def _named_inside(text: str) -> Resolved:
    words = [
        _Word(key(match[0]) or match[0], match[0], match.start(), match.end())
        for match in _WORD.finditer(text)
    ]
    found: dict[str, str] = {}
    left: list[_Word] = []
    at = 0
    while at < len(words):
        size, code, spelling = _longest_name(text, words, at)
        if size:
            found.setdefault(code, spelling)
        else:
            left.append(words[at])
        at += size or 1
    if any(_DENIAL.fullmatch(word.key) for word in left):
        return UNKNOWN
    said = [word for word in left if not _PLAIN.fullmatch(word.key)]
    explained = 0
    for piece, words_in_it in _pieces(text, said):
        known = _whole_piece(piece)
        if known.code:
            found.setdefault(known.code, known.name)
            explained += words_in_it if known.how == "exakt" else 0
    return _one_of(found, nothing_else=explained == len(said))


def _longest_name(text: str, words: list[_Word], at: int) -> tuple[int, str, str]:
    """How many words from `at` on are a spelling, its code and the spelling; 0 when none are."""
    names = _told_by_itself()
    for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        run = words[at : at + size]
        match = names.get(key("".join(word.text for word in run)))
        if match and _written_as_name(text[run[0].start : run[-1].end], run, match[1]):
            return size, match[0], match[1]
    return 0, "", ""


def _written_as_name(whole: str, run: list[_Word], spelling: str) -> bool:
    """Not words on either side of a slash or a comma, and an acronym in capitals."""
    if any(sign in whole and sign not in spelling for sign in "/;|,"):
        return False
    acronym = len(spelling) <= _LONGEST_ACRONYM and spelling.isupper()
    return not acronym or all(word.text.isupper() or word.text == "+" for word in run)


def _pieces(text: str, left: list[_Word]) -> Iterator[tuple[str, int]]:
    """The parts between brackets, commas and conjunctions that hold no name, with their words."""
    start = 0
    ends = [(match.start(), match.end()) for match in _BETWEEN.finditer(text)]
    for end, following in [*ends, (len(text), len(text))]:
        inside = [word for word in left if start <= word.start and word.end <= end]
        if inside and len(inside) == len(_WORD.findall(text[start:end])):
            yield text[start:end], len(inside)
        start = following


def _whole_piece(piece: str) -> Resolved:
    """A part that is a spelling by itself, or near one."""
    known, wanted = spellings("fond"), key(piece)
    if wanted in known:
        return Resolved(known[wanted][0], "exakt", known[wanted][1])
    return closest(wanted, _told_by_itself(), _family_prefix(wanted))


def _one_of(found: dict[str, str], *, nothing_else: bool) -> Resolved:
    codes = _without_families(found)
    if not codes:
        return UNKNOWN
    if len(codes) == 1:
        if nothing_else:
            return Resolved(codes[0], "exakt", found[codes[0]])
        return Resolved(codes[0], "tolkad", name_of("fond", codes[0]))
    families = {_parents().get(code, code) for code in codes}
    if len(families) == 1:
        family = families.pop()
        return Resolved(family, "tolkad", name_of("fond", family))
    return Resolved(None, "okand", flera=tuple(codes))


def _without_families(found: Iterable[str]) -> list[str]:
    """The codes without the family of any other, and without "some EU programme"."""
    codes = [code for code in found if code != _FUND_UNSAID] or list(found)
    families = {_parents().get(code) for code in codes}
    return [code for code in codes if code not in families]
