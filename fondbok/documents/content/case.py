"""The matter itself: how it is decided, its sections and its assessment.

Belongs here: what a nämnd, or the city in its own table, has said of the matter, and what stands in
its place where nothing was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from fondbok.documents import swedish
from fondbok.documents.content import draft
from fondbok.documents.parts import Bullets, Column, Gap, Heading, Para, Part, Said, Table
from fondbok.documents.reading import CasePart, Facts

_DATE = "[datum]"
# What has a place of its own in the document; all else is a section.
_PLACED = {"inlamning", "instans", "forslag", "underlag", "mottagare", "bedomning"}


def of(facts: Facts, namnd_kod: str | None) -> list[CasePart]:
    """The parts of a nämnd's matter, or of the city's own; none where nothing was said."""
    return [each for each in facts.case if each.namnd_kod == namnd_kod]


def due(facts: Facts) -> date | None:
    """The last day to hand in; None where the city has not said one."""
    return next((each.datum for each in facts.case if each.arendedel == "inlamning"), None)


def lateness(facts: Facts) -> Iterator[Para]:
    """Who handed in after the last day, as far as the submissions say when."""
    last = due(facts)
    if last is None:
        return
    yield Para(f"Sista dag att lämna in var {swedish.dag(last)}.")
    come = draft.standing(facts)
    late = [each for each in come if each.inlamningsdatum and each.inlamningsdatum > last]
    undated = sorted({each.namnd for each in come if each.inlamningsdatum is None})
    if late:
        told = (f"{each.namnd} ({swedish.dag(each.inlamningsdatum)})"
                for each in late if each.inlamningsdatum)  # fmt: skip
        yield Para(f"Daterat efter sista dagen: {swedish.lista(told)}.")
    elif come:
        yield Para("Inget underlag är daterat efter sista dagen.")
    if undated:
        yield Para(f"När det lämnades säger inte underlaget från {swedish.lista(undated)}.")


def decision(
    said: Sequence[CasePart],
    lead: str,
    points: tuple[str, ...],
    papers: tuple[str, ...],
    path: tuple[str, ...],
    recipients: tuple[str, ...],
) -> Iterator[Part]:
    """Proposal, papers, path and recipients.

    Args:
        said: the parts of the matter; each that is there stands instead of the usual one.
        lead: who proposes what to whom.
        points: the usual proposal.
        papers: the usual papers.
        path: the bodies it usually passes.
        recipients: who usually gets the decision.
    """
    yield Heading(1, "Förslag till beslut", "forslag")
    yield Para(f"{lead}:")
    yield Bullets(_texts(said, "forslag") or points, numbered=True)
    yield Heading(1, "Beslutsunderlag", "beslutsunderlag")
    yield Bullets(_texts(said, "underlag") or papers)
    yield Heading(1, "Beslutsplanering", "beslutsplanering")
    yield from _path(said, path)
    yield Heading(1, "Beslutet skickas till", "mottagare")
    yield Bullets(_texts(said, "mottagare") or recipients)


def sections(said: Sequence[CasePart]) -> Iterator[Part]:
    """The sections that were written, a heading each; nothing stands in the place of others."""
    before = None
    for number, each in enumerate(said, start=1):
        if each.arendedel in _PLACED:
            continue
        if each.rubrik != before:
            yield Heading(1, each.rubrik, f"avsnitt-{number}")
        before = each.rubrik
        yield _words(each)


def assessment(said: Sequence[CasePart], office: str) -> Iterator[Part]:
    """What the office thinks of it, or the gap where it is to say so."""
    yield Heading(1, f"{swedish.ager(office)} bedömning", "bedomning")
    texts = _texts(said, "bedomning")
    if not texts:
        yield Gap(f"{swedish.ager(office)} bedömning.")
    for text in texts:
        yield Said(text)


def _path(said: Sequence[CasePart], usual: tuple[str, ...]) -> Iterator[Part]:
    told = [(each.text, _day(each)) for each in said if each.arendedel == "instans"]
    rows = told or [(body, _DATE) for body in usual]
    if not rows:
        yield Gap("Ange instanser och datum.")
        return
    yield Table(
        "beslutsvag",
        "Ärendets väg",
        (Column("Instans", width=3, unknown="[instans]"), Column("Datum")),
        tuple(rows),
    )
    if any(day == _DATE for _, day in rows):
        yield Gap("Fyll i datum för varje instans.")


def _day(each: CasePart) -> str:
    return swedish.tidpunkt(each.datum, each.datum_precision) or _DATE


def _words(each: CasePart) -> Said:
    dated = f"{_day(each)}. " if each.datum else ""
    return Said(f"{dated}{each.text or ''}".strip())


def _texts(said: Sequence[CasePart], part: str) -> tuple[str, ...]:
    return tuple(each.text for each in said if each.arendedel == part and each.text)
