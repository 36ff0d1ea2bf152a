"""What is left to do before the account can be signed: for those who compile it.

Belongs here: which gaps are asked about, nämnd by nämnd.
"""

from __future__ import annotations

from collections.abc import Iterator

from fondbok.documents import swedish
from fondbok.documents.content import case, draft, own_money, turnover, unlisted
from fondbok.documents.parts import Column, Document, Heading, Para, Part, Siffra, Table
from fondbok.documents.reading import OKANT, Facts, Participation


def work_list(facts: Facts) -> Document:
    """The work list of a year."""
    return Document(
        name=f"arbetslista-{facts.ar}",
        title=f"Arbetslista för redovisningen {facts.ar}",
        subtitle=facts.kommun.namn,
        release_id=facts.release.release_id,
        dated=facts.release.publicerad.date(),
        parts=tuple(_parts(facts)),
        contents=False,
    )


def _parts(facts: Facts) -> Iterator[Part]:
    come = {each.namnd_kod for each in draft.standing(facts)}
    absent = draft.missing(facts)
    yield Heading(1, "Läget", "laget")
    asked = len(come) + len(absent)
    yield Para(
        f"{len(come)} av {asked} {'nämnd' if asked == 1 else 'nämnder'} har lämnat in.",
        (Siffra("Nämnder som har lämnat in", len(come)),),
    )
    if absent:
        yield Para(f"Saknas: {swedish.lista(each.namnd for each in absent)}.")
    yield from case.lateness(facts)
    yield Heading(1, "Luckor per nämnd", "luckor")
    yield _gaps(facts)
    yield Heading(1, "Projekt med luckor", "projekt")
    rows = [each for each in facts.participations if each.redovisad and any(_asked(each))]
    if rows:
        yield _projects(facts, rows)
    else:
        yield Para("Inget projekt har luckor.")
    yield from turnover.parts(facts)
    yield from own_money.parts(facts)
    yield from unlisted.parts(facts)
    yield Heading(1, "Avvisat och anmärkt", "anmarkt")
    if facts.problems:
        yield _problems(facts)
    else:
        yield Para("Ingen rad är avvisad och inget är anmärkt.")


def _asked(each: Participation) -> tuple[str, ...]:
    gaps = (
        ("roll", each.roll == "okand"),
        ("fond", not each.fonder),
        ("mål", not each.mal),
        ("belopp", each.belopp_sek is None),
        ("budget", each.projektbudget_sek is None),
        ("projektägare", not each.projektagare and each.roll != "agare"),
        ("kod i ekonomisystemet", each.har_ekonomikod is False),
    )
    return tuple(name for name, missing in gaps if missing)


_COUNTED = ("roll", "fond", "mål", "belopp", "kod i ekonomisystemet")


def _gaps(facts: Facts) -> Table:
    standing = draft.standing(facts)

    def row(kod: str, name: str) -> tuple[str | int, ...]:
        own = [each for each in facts.participations if each.namnd_kod == kod and each.redovisad]
        asked = [_asked(each) for each in own]
        return (
            name,
            len(own),
            *(sum(gap in each for each in asked) for gap in _COUNTED),
            sum(
                1
                for each in facts.participations
                if each.namnd_kod == kod and (each.projekt_kod == OKANT or not each.redovisad)
            ),
            sum(each.antal_avvisade or 0 for each in standing if each.namnd_kod == kod),
        )

    return Table(
        "luckor-namnd",
        f"Luckor i underlagen för {facts.ar}",
        (
            Column("Nämnd", width=2.4),
            Column("Projekt", "antal"),
            Column("Utan roll", "antal"),
            Column("Utan fond", "antal"),
            Column("Utan mål", "antal"),
            Column("Utan belopp", "antal"),
            Column("Utan kod", "antal"),
            Column("Bara i bokföringen", "antal"),
            Column("Avvisade rader", "antal"),
        ),
        # A nämnd may hand in several files.
        tuple(row(*each) for each in dict.fromkeys((e.namnd_kod, e.namnd) for e in standing)),
    )


def _projects(facts: Facts, rows: list[Participation]) -> Table:
    return Table(
        "luckor-projekt",
        "Projekt som saknar uppgifter",
        (Column("Nämnd", width=1.8), Column("Projekt", width=2), Column("Saknas", width=2)),
        tuple(
            (facts.of(each.namnd_kod).namnd, each.projekt, swedish.lista(_asked(each)))
            for each in rows
        ),
        key=2,
    )


def _problems(facts: Facts) -> Table:
    return Table(
        "anmarkningar",
        "Avvisade rader och anmärkningar",
        (
            Column("Nämnd", width=1.5),
            Column("Fil", width=1.5),
            Column("Vad", width=0.9),
            Column("Antal", "antal", 0.6),
            Column("Till exempel", width=3),
        ),
        tuple(
            (
                facts.of(each.namnd_kod).namnd,
                each.fil,
                "avvisat" if each.avvisad else "anmärkt",
                each.antal,
                each.exempel,
            )
            for each in facts.problems
        ),
        key=2,
    )
