"""A unit by what stands in the cell for it: code, förvaltning, both, the city's name around it.

Belongs here: the ways a nämnd is written where a nämnd belongs. In a heading or a sentence the same
words may mean something else ("Kultur"): there only known spellings count, see `resolve`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from fondbok import seeds
from fondbok.values.registers import UNKNOWN, Resolved, closest, spellings
from fondbok.values.text import key, tidy

_LONGEST = 300
# Every account goes to kommunstyrelsen: beside others' names it is the one it is sent to.
_RECIPIENT = "KS"
_SHORTEST_WORD, _SHORTEST_LONE_WORD = 3, 4

_BETWEEN = re.compile(
    r"(\s+(?:och|o|samt|med|tillsammans med)\s+|\s*[/;|+&]\s*|\s*[,:]\s+|\s+[-–—]\s+"
    r"|\s*[()\[\]]+\s*)",
    re.IGNORECASE,
)
# Never within one name.
_STRONG = re.compile(r"[/;|+&()\[\]]")
# Between these stand names of units; after a comma or in a bracket a part of the unit may stand.
_TOGETHER = re.compile(r"\w|[/;|+&]")
_OTHER_PLACE = re.compile(r"\b\w*(?:stads?|kommuns?|kommunen|region|regionen)\b", re.IGNORECASE)
_FOR = re.compile(r"(?:nämnden|förvaltningen) för ", re.IGNORECASE)
_SUFFIX = re.compile(r"(nämnden?|förvaltning(?:en)?|kontoret?|styrelsen?)\W*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_AND = frozenset(("och", "o"))
# Definite forms that a short form may have: Grundskolan, Kulturen.
_ENDING = re.compile(r"(?:an|en|et|a|n)$")
_OFFICE = ("nämnden", "förvaltningen", "kontoret", "styrelsen")
# The longest name has six words.
_MOST_WORDS = 6


def read_unit(text: str, known: Resolved) -> Resolved:
    """The unit a cell names.

    Args:
        text: What stands in the cell.
        known: What the register makes of the whole text.

    Returns:
        "exakt" for a known spelling with the city's name, its code or its förvaltning beside it,
        "tolkad" for a near spelling, a short form or a part of the unit; several units named
        together are none, their codes in `flera`.
    """
    words = _own_name_only(tidy(text).strip(" .,;:"))
    if known.how == "exakt" or not words or len(words) > _LONGEST:
        return known
    whole = _known_form(words)
    if whole.code:
        return whole
    parts = list(_parts(words, _known_form))
    if any(found.code is None for _, _, found in parts):
        whole = _near_or_short(words)
        parts = list(_parts(words, _in_any_form))
    codes = _distinct(code for _, _, found in parts for code in _codes(found))
    if len(codes) < 2:
        named = _names_inside(words)
        codes = named if len(named) > 1 else codes
    if len(codes) > 1:
        return Resolved(None, "okand", flera=codes)
    if whole.code:
        return whole
    return _from_parts(parts) if len(parts) > 1 else known


def _codes(found: Resolved) -> tuple[str, ...]:
    return (found.code,) if found.code else ()


def _distinct(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


@seeds.derived
def _city() -> re.Pattern[str]:
    names = sorted((row["kommun"] for row in seeds.load("kommun")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})s?(?!\w)", re.IGNORECASE)


def _own_name_only(words: str) -> str:
    """Without the city's name before or after; only the city's name is nobody."""
    left = _city().sub(" ", words)
    left = re.sub(r"[(\[]\s*[)\]]", " ", left)
    return tidy(left).strip(" .,;:–-/")


def _known_form(words: str) -> Resolved:
    """One unit and nothing else, in any form of a known spelling."""
    known = spellings("namnd")
    form = next((form for form in _forms(words) if form in known), None)
    return Resolved(known[form][0], "exakt", known[form][1]) if form else UNKNOWN


def _near_or_short(words: str) -> Resolved:
    """One unit, a slip or two from a known spelling, or each of its words cut short."""
    if _STRONG.search(words):
        return UNKNOWN
    near = closest(key(words), spellings("namnd"))
    return near if near.code else _short_form(_FOR.sub("", words))


def _in_any_form(words: str) -> Resolved:
    found = _known_form(words)
    return found if found.code else _near_or_short(words)


def _forms(words: str) -> Iterator[str]:
    """Comparison keys of the forms of one name: Kulturnämnd, Kulturnämndens, Tekniska nämnd."""
    whole = key(words)
    yield whole
    bare = whole.removesuffix("s")
    for ending, definite in (
        ("nämnd", "nämnden"),
        ("förvaltning", "förvaltningen"),
        ("kontor", "kontoret"),
        ("styrelse", "styrelsen"),
    ):
        if bare.endswith(ending):
            yield bare.removesuffix(ending) + definite


@seeds.derived
def _names() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Code, name and words of every unit and its förvaltning."""
    return tuple(
        (row["namnd_kod"], row[column], _words(row[column]))
        for row in seeds.load("namnd")
        for column in ("namnd", "forvaltning")
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(
        word for match in _WORD.finditer(text) if (word := match[0].casefold()) not in _AND
    )


def _short_form(words: str) -> Resolved:
    """The only unit whose name, word by word, begins as the words do: "Gymn- och vux", "Miljö"."""
    wanted = _words(words)
    least = _SHORTEST_LONE_WORD if len(wanted) == 1 else _SHORTEST_WORD
    if not wanted or any(len(word) < least or word.isdigit() for word in wanted):
        return UNKNOWN
    found = {code: name for code, name, whole in _names() if _begins(code, wanted, whole)}
    if len(found) != 1:
        return UNKNOWN
    code, name = next(iter(found.items()))
    return Resolved(code, "tolkad", name)


def _begins(code: str, wanted: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Every word begins as it should; a lone one holds the whole subject."""
    subject = whole[:-1] if whole[-1] in _OFFICE and len(wanted) < len(whole) else whole
    if len(wanted) != len(subject):
        return False
    if len(wanted) > 1:
        return all(full.startswith(word) for word, full in zip(wanted, subject, strict=True))
    return any(
        _holds_subject(code, word, subject[0]) for word in (wanted[0], _ENDING.sub("", wanted[0]))
    )


def _holds_subject(code: str, word: str, full: str) -> bool:
    """For kulturförvaltningen: kultur, kulturf and kulturförv, not kul."""
    if not full.startswith(word) or len(word) < _SHORTEST_LONE_WORD:
        return False
    office = next((office for office in _OFFICE if full.endswith(office)), "")
    subject = full.removesuffix(office)
    # "Kommun" and "Stad" say nothing of the office that has the whole city for its subject.
    return len(word) > len(subject) or (
        code != _RECIPIENT and subject in (word, f"{word}s", f"{word}e")
    )


def _parts(words: str, read: Callable[[str], Resolved]) -> Iterator[tuple[str, str, Resolved]]:
    """The units named, each with what stands before it; the longest run that is a name is one."""
    tokens = _BETWEEN.split(words)
    suffix = _SUFFIX.search(words)
    before, at = "", 0
    while at < len(tokens):
        for end in range(len(tokens), at, -2):
            piece = "".join(tokens[at:end]).strip(" ,.;:()[]")
            if piece.endswith("-") and suffix:
                piece = piece[:-1] + suffix[1]
            found = read(piece) if piece else UNKNOWN
            if found.code or end == at + 1:
                break
        if piece:
            yield before, piece, found
        before = tokens[end] if end < len(tokens) else ""
        at = end + 1


def _from_parts(parts: list[tuple[str, str, Resolved]]) -> Resolved:
    """The unit that the first part names, where the others name it too or a part of it."""
    first = parts[0][2]
    rest = [(before, text) for before, text, found in parts[1:] if found.code is None]
    if first.code is None or any(
        _TOGETHER.search(before) or _OTHER_PLACE.search(text) for before, text in rest
    ):
        return UNKNOWN
    sure = not rest and all(found.how == "exakt" for _, _, found in parts)
    return Resolved(first.code, "exakt" if sure else "tolkad", first.name)


def _names_inside(text: str) -> tuple[str, ...]:
    """Codes of the units whose names or codes stand anywhere in the words."""
    words = [match[0] for match in _WORD.finditer(text)]
    known = spellings("namnd")
    codes: list[str] = []
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            run = "".join(words[at : at + size])
            form = next((form for form in _forms(run) if form in known), None)
            if form and (known[form][0] != _RECIPIENT) and (len(form) > 4 or run.isupper()):
                codes.append(known[form][0])
                break
        at += size
    return _distinct(codes)
