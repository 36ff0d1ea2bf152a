"""What is told of one nämnd: its answers, what it takes part in, its projects.

Belongs here: the sections that both the account and the nämnd's own tjänsteskrivelse have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from fondbok.documents import swedish
from fondbok.documents.content import words
from fondbok.documents.parts import (
    NONE,
    Column,
    Heading,
    Kind,
    Listing,
    Para,
    Part,
    Said,
    Siffra,
    Table,
    Value,
)
from fondbok.documents.reading import OKANT, Event, Facts, Participation

OWN = "nämnden själv"  # who owns a project that the nämnd says it is the owner of
_NOT_ANCHOR = re.compile(r"[^a-z0-9]+")
_ROLE_ORDER = {"agare": 0, "part": 1, "annan": 2, "okand": 3}


def anchor(*names: str) -> str:
    """A name for links made of other names."""
    return _NOT_ANCHOR.sub("-", "-".join(names).casefold().translate(_ASCII)).strip("-")


_ASCII = str.maketrans("åäöéü", "aaoeu")


def reported(facts: Facts, namnd_kod: str) -> list[Participation]:
    """The projects a nämnd reports, as owner first."""
    own = [p for p in facts.participations if p.namnd_kod == namnd_kod and is_project(p)]
    return sorted(own, key=lambda p: _ROLE_ORDER.get(p.roll, len(_ROLE_ORDER)))


def booked_only(facts: Facts, namnd_kod: str) -> list[Participation]:
    """Money that only the ledger knows, and what belongs to no known project."""
    return [p for p in facts.participations if p.namnd_kod == namnd_kod and not is_project(p)]


def is_project(each: Participation) -> bool:
    """Whether it counts among the projects: reported, and of a known one."""
    return each.redovisad and each.projekt_kod != OKANT


def work(facts: Facts, namnd_kod: str, level: int) -> Iterator[Part]:
    """Answers, networks, events and partners, or in plain words that there are none."""
    answers = [each for each in facts.answers if each.namnd_kod == namnd_kod]
    for number, answer in enumerate(answers, start=1):
        question = answer.fraga or "Övrigt"
        title = f"{answer.fraga_nr}. {question}" if answer.fraga_nr is not None else question
        yield Heading(level, title, anchor("svar", namnd_kod, str(number)))
        yield Said(answer.svar)
    if not answers:
        yield Para(f"Inga svar på frågorna för {facts.ar} är inlämnade.")
    yield from _networks(facts, namnd_kod)
    yield from _events(facts, namnd_kod)
    yield from partners(facts, namnd_kod)
    yield from _named_partners(facts, namnd_kod)
    yield from _staff(facts, namnd_kod)
    yield from _applications(facts, namnd_kod)
    absent = [
        name
        for name, rows in (
            ("nätverk", facts.networks),
            ("händelser", facts.events),
            ("samverkansparter", facts.partners),
        )
        if not any(each.namnd_kod == namnd_kod for each in rows)
    ]
    if absent:
        yield Para(f"Inga {swedish.lista(absent).replace(' och ', ' eller ')} är redovisade.")


def partners(facts: Facts, namnd_kod: str) -> Iterator[Part]:
    """How many partners of each kind."""
    rows = [each for each in facts.partners if each.namnd_kod == namnd_kod]
    if not rows:
        return
    known = [each.antal for each in rows if each.antal is not None]
    yield Table(
        anchor("samverkan", namnd_kod),
        f"{facts.of(namnd_kod).namnd}: samverkansparter {facts.ar}",
        (Column("Slag", width=3), Column("Antal", "antal")),
        tuple((each.typ, each.antal) for each in rows),
        total=("Summa", sum(known)) if len(known) == len(rows) else None,
    )


def _named_partners(facts: Facts, namnd_kod: str) -> Iterator[Part]:
    rows = [each for each in facts.named_partners if each.namnd_kod == namnd_kod]
    if rows:
        yield Table(
            anchor("partner", namnd_kod),
            f"{facts.of(namnd_kod).namnd}: samverkanspartner vid namn {facts.ar}",
            (
                Column("Partner", width=2.5),
                Column("Land", width=1.2, unknown="inte angivet"),
                Column("Slag", width=1.5, unknown="inte angivet"),
                Column("I projektet", width=2, unknown=NONE),
            ),
            tuple((each.part, each.land, each.typ, each.projekt) for each in rows),
        )


def _staff(facts: Facts, namnd_kod: str) -> Iterator[Part]:
    rows = [each for each in facts.staff if each.namnd_kod == namnd_kod]
    if rows:
        yield Table(
            anchor("personal", namnd_kod),
            f"{facts.of(namnd_kod).namnd}: personal i internationellt arbete {facts.ar}",
            (
                Column("Uppgift", width=2.5, unknown="inte angiven"),
                Column("I projektet", width=2, unknown=NONE),
                Column("Personer", "antal", unknown="inte angivet"),
                Column("Heltidstjänster", "tal", unknown="inte angivet"),
            ),
            tuple(
                (each.uppgift, each.projekt, each.antal_personer, each.heltidstjanster)
                for each in rows
            ),
            notes=("Samma person kan stå på flera rader; raderna går inte att lägga ihop.",),
        )


def _applications(facts: Facts, namnd_kod: str) -> Iterator[Part]:
    rows = [each for each in facts.applications if each.namnd_kod == namnd_kod]
    if rows:
        yield Table(
            anchor("ansokningar", namnd_kod),
            f"{facts.of(namnd_kod).namnd}: ansökningar {facts.ar}",
            (
                Column("Ansökan", width=2.5, unknown="utan namn"),
                Column("Finansiär", width=2, unknown="inte angiven"),
                Column("Läge", unknown="inte angivet"),
                Column("Sökt, kr", "kr", unknown="inte angivet"),
            ),
            tuple((each.ansokan, each.fond, each.lage, each.sokt_sek) for each in rows),
            notes=("Det sökta är inga utbetalda medel och räknas inte i någon annan tabell.",),
        )


def silent(facts: Facts, each: Participation) -> list[str]:
    """The nämnder that are named in a project and have not reported it themselves."""
    told = {
        other.namnd_kod
        for other in facts.participations
        if other.projekt_kod == each.projekt_kod and other.redovisad
    }
    return [kod for kod in each.andra_namnder or () if kod not in told]


def _networks(facts: Facts, namnd_kod: str) -> Iterator[Part]:
    rows = [each for each in facts.networks if each.namnd_kod == namnd_kod]
    if rows:
        yield Table(
            anchor("natverk", namnd_kod),
            f"{facts.of(namnd_kod).namnd}: nätverk {facts.ar}",
            (
                Column("Nätverk", width=2.5),
                Column("Nämndens roll", unknown="inte angiven"),
                Column("Med sedan", unknown="inte angivet"),
            ),
            tuple((each.natverk, each.medlemsroll, each.medlem_sedan) for each in rows),
        )


def _events(facts: Facts, namnd_kod: str) -> Iterator[Part]:
    rows = [each for each in facts.events if each.namnd_kod == namnd_kod]
    if rows:
        yield Table(
            anchor("handelser", namnd_kod),
            f"{facts.of(namnd_kod).namnd}: besök, utbyten och konferenser {facts.ar}",
            (
                Column("När", width=1.2, unknown="inte angivet"),
                Column("Vad", width=1.5, unknown="inte angivet"),
                Column("Var", width=1.2, unknown="inte angivet"),
                Column("Antal", "antal", 0.8, unknown=NONE),
                Column("Beskrivning", width=2.5, unknown=NONE),
            ),
            tuple(
                (_when(each), each.typ, each.plats, each.antal, each.beskrivning) for each in rows
            ),
            key=2,
        )


def _when(each: Event) -> str | None:
    return swedish.tidpunkt(each.datum, each.datum_precision)


def project(facts: Facts, each: Participation, level: int) -> Iterator[Part]:
    """A project as a nämnd reports it: facts, texts and measurements."""
    name = anchor("projekt", each.namnd_kod, each.projekt_kod)
    yield Heading(level, each.projekt, name)
    about = f"{each.projekt}, {facts.of(each.namnd_kod).namnd}"
    yield Listing(f"{name}-fakta", about, tuple(_facts_of(facts, each)))
    texts = (("Syfte", each.syfte), ("Målgrupp", each.malgrupp), ("Resultat", each.resultat))
    for label, text in texts:
        if text:
            yield Said(text, label)
    absent = [label.lower() for label, text in texts if not text]
    if len(absent) == len(texts):
        yield Para("Syfte, målgrupp och resultat är inte beskrivna.")
    elif absent:
        yield Para(f"Inte beskrivet: {swedish.lista(absent)}.")
    yield from _indicators(facts, each, name)


def _facts_of(facts: Facts, each: Participation) -> Iterator[tuple[str, Value, Kind]]:
    yield "Nämndens roll", words.ROLES.get(each.roll, each.roll), "text"
    yield "Projektägare", each.projektagare or (OWN if each.roll == "agare" else None), "text"
    yield "Finansiering", swedish.lista(each.fonder) if each.fonder else None, "text"
    yield (
        "Tid",
        swedish.period(each.start, each.start_precision, each.slut, each.slut_precision),
        "text",
    )
    yield "Mål", "; ".join(each.mal) if each.mal else None, "text"
    yield from _budget_of(facts, each)
    yield f"Utbetalt {facts.ar}, kr", each.belopp_sek, "kr"
    if each.belopp_sek is not None or each.belopp_kalla != "saknas":
        yield (
            "Beloppet kommer från",
            words.SOURCES.get(each.belopp_kalla, each.belopp_kalla),
            "text",
        )
    if each.redovisat_sek is not None and each.redovisat_sek != each.belopp_sek:
        yield "Enligt nämndens underlag, kr", each.redovisat_sek, "kr"
    if each.formedlat_sek is not None:
        yield "Varav förmedlat till partner, kr", each.formedlat_sek, "kr"
    if each.belopp_sek is not None:
        sure = words.certainty(facts, each.belopp_sek_grad, "")
        yield "Hur säkert är beloppet", sure, "text"
    if each.andra_namnder:
        names = [facts.of(code).namnd for code in each.andra_namnder]
        yield "Andra nämnder i projektet", swedish.lista(names), "text"
    if unheard := silent(facts, each):
        names = [facts.of(code).namnd for code in unheard]
        yield "Deltar utan att själva redovisa", swedish.lista(names), "text"
    if each.enheter:
        yield "Skolor och enheter", "; ".join(words.listed(each.enheter)), "text"
    if each.bidragsnummer:
        yield "Bidragsnummer", each.bidragsnummer, "text"
    if fitted := words.fields(each.anpassade_falt):
        yield "Anpassade uppgifter", swedish.lista(fitted), "text"


def _budget_of(facts: Facts, each: Participation) -> Iterator[tuple[str, Value, Kind]]:
    """The whole project's budget and whose it is."""
    yield "Projektets budget, kr", each.projektbudget_sek, "kr"
    own = swedish.mening(swedish.ager(words.city(facts)))
    if each.stadens_budget_sek is not None:
        yield f"{own} del av budgeten, kr", each.stadens_budget_sek, "kr"
    if each.eu_andel is not None:
        yield "EU:s del av budgeten", swedish.procent(each.eu_andel), "text"
    if each.egen_kontant_andel is not None:
        yield f"{own} del i pengar", swedish.procent(each.egen_kontant_andel), "text"
    if each.egen_tid_andel is not None:
        yield f"{own} del i arbetstid", swedish.procent(each.egen_tid_andel), "text"


def _indicators(facts: Facts, each: Participation, name: str) -> Iterator[Part]:
    rows = [
        row
        for row in facts.indicators
        if row.namnd_kod == each.namnd_kod and row.projekt_kod == each.projekt_kod
    ]
    if rows:
        yield Table(
            f"{name}-indikatorer",
            f"{each.projekt}: indikatorer",
            (
                Column("Indikator", width=2.5),
                Column("Per", "datum", unknown="inte angivet"),
                Column("Mål", "tal"),
                Column("Utfall", "tal"),
                Column("Enhet", unknown=NONE),
            ),
            tuple((row.indikator, row.per_datum, row.mal, row.utfall, row.enhet) for row in rows),
            key=2,
        )


def roles(projects: list[Participation]) -> str:
    """'tre som projektägare, två som projektpart och ett i okänd roll'."""
    counted = [(role, sum(1 for each in projects if each.roll == role)) for role in _ROLE_ORDER]
    held = [role for role, count in counted if count]
    if len(held) == 1 and len(projects) > 1:
        return f"{'båda' if len(projects) == 2 else 'alla'} {_as(held[0])}"
    told = [f"{swedish.i_ord(count)} {_as(role)}" for role, count in counted if count]
    return swedish.lista(told)


def _as(role: str) -> str:
    return f"{'som' if role in {'agare', 'part'} else 'i'} {words.ROLES[role]}"


def money(facts: Facts, namnd_kod: str) -> Table:
    """A nämnd's projects with their money, and what only the ledger knows, to a total."""
    rows = [*reported(facts, namnd_kod), *booked_only(facts, namnd_kod)]
    told_apart = any(
        each.redovisat_sek is not None and each.redovisat_sek != each.belopp_sek for each in rows
    )
    own = next((each for each in facts.per_namnd if each.nu and each.kod == namnd_kod), None)
    columns = [
        Column("Projekt", width=2.6),
        Column("Finansiering", width=1.6),
        Column("Roll", width=1.1),
        Column("Mål", width=0.7),
        Column(f"Utbetalt {facts.ar}, kr", "kr", 1.2),
    ]
    if told_apart:
        columns.append(Column("Enligt underlaget, kr", "kr", 1.2))
    name = facts.of(namnd_kod).namnd
    return Table(
        anchor("pengar", namnd_kod),
        f"{name}: utbetalda medel {facts.ar} per projekt",
        tuple(columns),
        tuple(_money_row(each, told_apart=told_apart) for each in rows),
        total=(
            "Summa",
            "",
            "",
            "",
            own.belopp_sek if own else None,
            *((_sum([each.redovisat_sek for each in rows]),) if told_apart else ()),
        ),
        notes=("Summan räknar de belopp som är kända.",)
        if len({each.belopp_sek is None for each in rows}) > 1
        else (),
    )


def _money_row(each: Participation, *, told_apart: bool) -> tuple[Value, ...]:
    goals = ", ".join(goal.partition(".")[0] for goal in each.mal or ())
    name = each.projekt
    if not is_project(each):
        name += " (finns bara i bokföringen)"
    row: tuple[Value, ...] = (
        name,
        ", ".join(each.fonder) if each.fonder else None,
        words.ROLES.get(each.roll, each.roll).removeprefix("projekt"),
        goals or None,
        each.belopp_sek,
    )
    return (*row, each.redovisat_sek) if told_apart else row


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [each for each in amounts if each is not None]
    return sum(known, Decimal(0)) if known else None


def counted(facts: Facts, namnd_kod: str) -> Para:
    """How many projects a nämnd reports, by role."""
    projects = reported(facts, namnd_kod)
    name = facts.of(namnd_kod).namnd
    figures = (Siffra(f"{name}: antal projekt", len(projects)),)
    if not projects:
        return Para(f"{name} redovisar inget projekt för {facts.ar}.", figures)
    told = f"{name} redovisar {swedish.projekt(len(projects))} för {facts.ar}: {roles(projects)}."
    if len({each.roll for each in projects}) == 1:
        told = told.replace(": ", ", ", 1)
    if len(projects) == 1:
        told = (
            f"{name} redovisar ett projekt för {facts.ar}, {roles(projects).removeprefix('ett ')}."
        )
    return Para(told, figures)
