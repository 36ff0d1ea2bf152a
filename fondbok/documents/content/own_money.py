"""The city's own money beside the EU's, and what went back: for those who compile.

Belongs here: what the nämnder have said of who pays a project, and every minus.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fondbok.documents import swedish
from fondbok.documents.content import words
from fondbok.documents.parts import Column, Heading, Para, Part, Table, Value
from fondbok.documents.reading import Facts, Participation


def parts(facts: Facts) -> Iterator[Part]:
    """The section about own money, and the one about money that went back."""
    whose = swedish.mening(swedish.ager(words.city(facts)))
    yield Heading(1, f"{whose} pengar bredvid EU:s", "egna-pengar")
    rows = [each for each in facts.participations if each.redovisad and _said(each)]
    if rows:
        yield _own(facts, rows, whose)
    else:
        yield Para("Inget underlag säger hur stor den egna delen är.")
    yield Heading(1, "Återbetalat och rättat", "aterbetalat")
    if facts.paid_back:
        yield _back(facts)
    else:
        yield Para("Inget belopp är negativt.")


def _said(each: Participation) -> bool:
    shares = (each.egen_kontant_andel, each.egen_tid_andel, each.stadens_budget_sek)
    return any(share is not None for share in shares)


def _own(facts: Facts, rows: list[Participation], whose: str) -> Table:
    return Table(
        "egna-pengar",
        f"Vem som betalar projekten {facts.ar}, som nämnderna har angett",
        (
            Column("Nämnd", width=1.6),
            Column("Projekt", width=1.9),
            Column("Budget, kr", "kr", 1.2),
            Column("EU", width=1.1, unknown="inte angivet"),
            Column("Egna pengar", width=1.1, unknown="inte angivet"),
            Column("Egen arbetstid", width=1.1, unknown="inte angivet"),
            Column(f"{whose} del, kr", "kr", 1.2, unknown="inte angivet"),
            Column(f"Utbetalt {facts.ar}, kr", "kr", 1.2),
        ),
        tuple(_row(facts, each) for each in rows),
        notes=(
            "Andelarna är av hela projektets budget; utbetalt är årets EU-medel till nämnden. "
            "Raderna går inte att lägga ihop.",
        ),
        key=2,
    )


def _row(facts: Facts, each: Participation) -> tuple[Value, ...]:
    return (
        facts.of(each.namnd_kod).namnd,
        each.projekt,
        each.projektbudget_sek,
        _percent(each.eu_andel),
        _percent(each.egen_kontant_andel),
        _percent(each.egen_tid_andel),
        each.stadens_budget_sek,
        each.belopp_sek,
    )


def _percent(share: Decimal | None) -> str | None:
    return None if share is None else swedish.procent(share)


def _back(facts: Facts) -> Table:
    return Table(
        "aterbetalat",
        f"Negativa belopp {facts.ar}",
        (
            Column("Nämnd", width=1.8),
            Column("Projekt", width=2.2),
            Column("Bokfört", "datum", unknown="i underlaget"),
            Column("Belopp, kr", "kr", 1.2),
        ),
        tuple(
            (facts.of(each.namnd_kod).namnd, each.projekt, each.datum, each.belopp_sek)
            for each in facts.paid_back
        ),
        notes=(
            "Ett negativt belopp är en återbetalning, eller en rättelse av en bokning som står "
            "på en annan dag.",
        ),
        key=2,
    )
