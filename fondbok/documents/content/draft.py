"""Whether a document is a draft, and why.

Belongs here: what has to be in place before the mark goes away: every nämnd is in, and every
difference is explained.
"""

from __future__ import annotations

from collections.abc import Iterator

from fondbok.documents import swedish
from fondbok.documents.reading import Facts, Handin, Printed

_UNEXPLAINED = {"OKAND_ORSAK", "OKAND_SKILLNAD"}


def reasons(facts: Facts) -> tuple[str, ...]:
    """Why the city's documents of the year are drafts; nothing when they are not."""
    return tuple(_reasons(facts))


def reasons_of(facts: Facts, namnd_kod: str) -> tuple[str, ...]:
    """Why a nämnd's own document is a draft."""
    return tuple(_reasons_of(facts, namnd_kod))


def missing(facts: Facts) -> list[Handin]:
    """The nämnder that have handed in nothing."""
    return [each for each in facts.handins if each.status == "saknas"]


def standing(facts: Facts) -> list[Handin]:
    """The submissions that count."""
    return [each for each in facts.handins if each.status not in {"saknas", "ersatt"}]


def _reasons(facts: Facts) -> Iterator[str]:
    absent = missing(facts)
    if absent:
        names = swedish.lista(each.namnd for each in absent)
        yield f"{swedish.mening(swedish.namnder(len(absent)))} har inte lämnat in: {names}."
    faulty = {each.namnd for each in facts.handins if each.status == "inlamnad_med_fel"}
    if faulty:
        yield f"Underlag med fel som inte är rättade: {swedish.lista(sorted(faulty))}."
    if not facts.handins:
        yield "Ingen nämnd är uppmanad att lämna in för året, eller så har ingen gjort det."
    unexplained = [each for each in facts.printed if _is_unexplained(each)]
    if unexplained:
        yield (
            f"{swedish.mening(swedish.antal(len(unexplained), 'skillnad', 'skillnader', en=True))}"
            " mot tryckta siffror är inte förklarad" + ("." if len(unexplained) == 1 else "e.")
        )
    booked = [b for b in facts.booked if b.orsak_id in _UNEXPLAINED and not b.utredning]
    if booked:
        yield _differences(len(booked))


def _reasons_of(facts: Facts, namnd_kod: str) -> Iterator[str]:
    own = [each for each in standing(facts) if each.namnd_kod == namnd_kod]
    if any(each.status == "inlamnad_med_fel" for each in own):
        yield "Underlaget har fel som inte är rättade."
    booked = [
        each
        for each in facts.booked
        if each.namnd_kod == namnd_kod and each.orsak_id in _UNEXPLAINED and not each.utredning
    ]
    if booked:
        yield _differences(len(booked))


def _differences(count: int) -> str:
    told = swedish.mening(swedish.antal(count, "skillnad", "skillnader", en=True))
    ending = "" if count == 1 else "e"
    return f"{told} mellan redovisat och bokfört är inte förklarad{ending}."


def _is_unexplained(figure: Printed) -> bool:
    if figure.status != "avviker" or figure.utredning:
        return False
    return not figure.forklaring or bool(_UNEXPLAINED & set((figure.regler or "").split(";")))
