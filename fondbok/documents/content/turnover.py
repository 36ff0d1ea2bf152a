"""Which projects are new, go on, end and are gone: by name, for those who compile.

Belongs here: one row a nämnd's part in a project, and what is known of why it changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from fondbok.documents.content import draft, namnd
from fondbok.documents.parts import Column, Heading, Para, Part, Table, Value
from fondbok.documents.reading import Ended, Facts, Participation


def parts(facts: Facts) -> Iterator[Part]:
    """The section about them."""
    yield Heading(1, "Nya, fortsatta och avslutade projekt", "forandringar")
    if not facts.har_aret_fore:
        yield Para(f"{facts.ar - 1} finns inte i underlagen, så det finns inget att jämföra med.")
        return
    rows = [*_here(facts), *_gone(facts)]
    if not rows:
        yield Para("Det finns inga projekt i år eller året före.")
        return
    yield Table(
        "projekt-forandringar",
        f"Projekten {facts.ar} mot {facts.ar - 1}",
        (
            Column("Nämnd", width=2),
            Column("Projekt", width=2.4),
            Column("Läge", width=1.6),
            Column("Slut", "datum", unknown="inte angivet"),
        ),
        tuple(rows),
        key=2,
    )


def _here(facts: Facts) -> Iterator[tuple[str, str, str, Value]]:
    for each in facts.namnder:
        for row in namnd.reported(facts, each.namnd_kod):
            yield each.namnd, row.projekt, _state(facts, row), row.slut


def _state(facts: Facts, row: Participation) -> str:
    state = "fortsatt" if row.aret_fore else "nytt"
    if row.slut is None or row.slut.year > facts.ar:
        return state
    return f"{state}, {'slutar i år' if row.slut.year == facts.ar else 'slutade tidigare'}"


def _gone(facts: Facts) -> Iterator[tuple[str, str, str, Value]]:
    absent = {each.namnd_kod for each in draft.missing(facts)}
    for each in facts.ended:
        yield facts.of(each.namnd_kod).namnd, each.projekt, _why(facts, each, absent), each.slut


def _why(facts: Facts, each: Ended, absent: set[str]) -> str:
    if each.namnd_kod in absent:
        return "nämnden har inte lämnat in"
    if each.slut is not None and each.slut.year < facts.ar:
        return "avslutat"
    return "står inte i årets underlag"
