"""Projects that texts name and the tables of the year lack: for a person to look at.

Belongs here: how a text names a project. Nothing is decided here: a name may be a programme, an
earlier project or somebody else's, and a person says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fondbok.documents.parts import Column, Heading, Para, Part, Table
from fondbok.documents.reading import OKANT, Facts
from fondbok.values.text import key

_WORD = r"[A-ZÅÄÖ][\w+&:/.-]*[\w+]"
_SPACE = r"[^\S\n]+"  # a name goes on over no line
# "projektet X", "ESF-projektet X i Y": the name is the words with capitals that follow.
_NAMED = re.compile(
    rf"\b(?:\w*-?[Pp]rojekte[tn]|[Ff]örstudien)\s+[\"”“’']?"
    rf"({_WORD}(?:{_SPACE}(?:(?:i|på|för|in){_SPACE})?(?:{_WORD}|\d[\d.]*))*)"
)
# A shorter name may be an ordinary word.
_SURE = 8


def parts(facts: Facts) -> Iterator[Part]:
    """The section about them."""
    yield Heading(1, "Projekt som bara står i text", "bara-i-text")
    rows = sorted(set(_found(facts)))
    if not rows:
        yield Para("Ingen text nämner ett projekt som saknas i årets tabeller.")
        return
    yield Para(
        "De här namnen står i en text men inte bland årets projekt. Kontrollera om projektet ska"
        " redovisas, eller om det är ett annat namn på ett som redan står där."
    )
    yield Table(
        "bara-i-text",
        f"Projekt som texterna om {facts.ar} nämner",
        (Column("Nämnd", width=2), Column("Står i", width=1.5), Column("Namn", width=2.5)),
        tuple(rows),
        key=3,
    )


def named(text: str, known: frozenset[str]) -> Iterator[str]:
    """The projects a text names: behind the word for one, or by a name known from another year."""
    for found in _NAMED.finditer(text):
        yield found.group(1).rstrip(".:")
    for name in known:
        if len(name) >= _SURE and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield name


def _found(facts: Facts) -> Iterator[tuple[str, str, str]]:
    here = [
        key(each.projekt)
        for each in facts.participations
        if each.redovisad and each.projekt_kod != OKANT
    ]
    for namnd_kod, where, text in _texts(facts):
        for name in named(text, facts.known_projects):
            wanted = key(name)
            if wanted and not any(wanted in each or each in wanted for each in here):
                yield facts.of(namnd_kod).namnd, where, name


def _texts(facts: Facts) -> Iterator[tuple[str, str, str]]:
    for answer in facts.answers:
        yield answer.namnd_kod, "svar", answer.svar
    for event in facts.events:
        yield event.namnd_kod, "händelse", event.beskrivning or ""
    for part in facts.case:
        if part.namnd_kod is not None:
            yield part.namnd_kod, "ärendet", part.text or ""
    for row in facts.participations:
        for text in (row.syfte, row.malgrupp, row.resultat):
            yield row.namnd_kod, f"text om {row.projekt}", text or ""
