"""The city's account of the year.

Belongs here: its sections in their order: summary, money, Del 1, Del 2, appendices.
"""

from __future__ import annotations

from collections.abc import Iterator

from fondbok.documents import swedish
from fondbok.documents.content import changes, draft, namnd, summary, tables, words
from fondbok.documents.content.appendices import appendices
from fondbok.documents.parts import Column, Document, Heading, Para, Part, Table
from fondbok.documents.reading import Facts, Slice


def account(facts: Facts) -> Document:
    """The account, whatever the year holds."""
    return Document(
        name=f"redovisning-{facts.ar}",
        title=f"Internationell redovisning {facts.ar}",
        subtitle=facts.kommun.namn,
        release_id=facts.release.release_id,
        dated=facts.release.publicerad.date(),
        parts=tuple(_parts(facts)),
        draft=draft.reasons(facts),
    )


def _parts(facts: Facts) -> Iterator[Part]:
    yield Heading(1, "Sammanfattning", "sammanfattning")
    yield from summary.paragraphs(facts)
    yield from _money(facts)
    yield from _compared(facts)
    yield from _del_1(facts)
    yield from _del_2(facts)
    yield from appendices(facts)


def _money(facts: Facts) -> Iterator[Part]:
    yield Heading(1, "Projekt och utbetalda medel", "projekt-och-medel")
    if facts.summary is None or not facts.per_namnd:
        yield Para(f"Det finns inga projekt eller utbetalningar att visa för {facts.ar}.")
        return
    for by in tables.dimensions(facts):
        yield Heading(2, f"Per {by.what}", f"medel-{by.anchor}")
        yield from _divided(facts, by)
        if by.anchor == "per-fondgrupp":
            yield Heading(2, "Per program", "medel-program")
            yield tables.per_program(facts)
    yield from tables.legend(facts)


def _divided(facts: Facts, by: tables.Dimension) -> Iterator[Part]:
    if not by.is_known:
        yield Para(tables.NO_GOALS)
        return
    yield from _shown(tables.chart(by))
    yield tables.paid(facts, by)
    yield from _shown(tables.roles(facts, by))


def _shown(part: Part | None) -> Iterator[Part]:
    if part is not None:
        yield part


def _compared(facts: Facts) -> Iterator[Part]:
    yield Heading(1, "Jämfört med året före", "jamforelse")
    if facts.summary is None:
        yield Para(f"Det finns inget om {facts.ar} att jämföra med året före.")
        return
    if not facts.har_aret_fore:
        yield Para(f"{facts.ar - 1} finns inte i underlagen, så det finns inget att jämföra med.")
        return
    yield Para(words.without_codes(facts, facts.summary.jamforelse_forklaring))
    namnder, groups, goals = tables.dimensions(facts)
    yield tables.year_on_year(facts, namnder, lambda each: _why_namnd(facts, each))
    yield tables.year_on_year(facts, groups, lambda each: _why_group(facts, each))
    if any(each.fore and each.kod for each in goals.slices):
        yield tables.year_on_year(facts, goals, lambda each: _why_goal(facts, each))
    else:
        yield Para(f"Målen är andra än {facts.ar - 1}, så de går inte att jämföra mål för mål.")
    yield from _turnover(facts)


def _why_namnd(facts: Facts, each: Slice) -> str:
    """Why a nämnd's figures differ: it is missing in a year, or projects came and went."""
    if absent := _only_one_year(facts, each):
        return absent
    return changes.told(changes.of_namnd(facts, each), "")


def _only_one_year(facts: Facts, each: Slice) -> str:
    if not each.nu:
        absent = {handin.namnd_kod for handin in draft.missing(facts)}
        return "har inte lämnat in i år" if each.kod in absent else "inga projekt i år"
    if not each.fore:
        return (
            "inga projekt året före"
            if each.kod in facts.handed_in_before
            else "inget underlag året före"
        )
    return ""


def _why_group(facts: Facts, each: Slice) -> str:
    return _only_here(each) + changes.told(changes.of_group(facts, each), "en annan fondgrupp")


def _why_goal(facts: Facts, each: Slice) -> str:
    return _only_here(each) + changes.told(changes.of_goal(facts, each), "ett annat mål")


def _only_here(each: Slice) -> str:
    if not each.nu:
        return "inget i år: "
    return "" if each.fore else "inget året före: "


def _turnover(facts: Facts) -> Iterator[Part]:
    """How many of a nämnd's projects are new, go on and ended."""
    rows = []
    for each in facts.per_namnd:
        projects = namnd.reported(facts, each.kod or "")
        ended = [row for row in facts.ended if row.namnd_kod == each.kod]
        new = sum(1 for project in projects if not project.aret_fore)
        if projects or ended:
            rows.append(
                (each.namn, new, len(projects) - new, len(ended), _only_one_year(facts, each))
            )
    if rows:
        yield Table(
            "omsattning",
            f"Nya, fortsatta och ej längre redovisade projekt {facts.ar}",
            (
                Column("Nämnd", width=2.4),
                Column("Nya", "antal"),
                Column("Fortsatta", "antal"),
                Column("Redovisas inte längre", "antal"),
                Column("Att veta", width=1.8),
            ),
            tuple(rows),
            notes=(
                "Räknat per nämnd; ett projekt som flera nämnder deltar i står hos var och en.",
            ),
        )


def _del_1(facts: Facts) -> Iterator[Part]:
    yield Heading(1, "Del 1. Nämndernas internationella arbete", "del-1")
    come = _in_order(facts, {each.namnd_kod for each in draft.standing(facts)})
    if not come:
        yield Para(f"Ingen nämnd har lämnat in något för {facts.ar}.")
    absent = draft.missing(facts)
    if absent and come:
        yield Para(f"Har inte lämnat in: {swedish.lista(each.namnd for each in absent)}.")
    for kod in come:
        yield Heading(2, facts.of(kod).namnd, namnd.anchor("arbete", kod))
        yield from namnd.work(facts, kod, 3)


def _del_2(facts: Facts) -> Iterator[Part]:
    yield Heading(1, "Del 2. Nämndernas projekt", "del-2")
    here = _in_order(facts, {each.namnd_kod for each in facts.participations})
    if not here:
        yield Para(f"Inga projekt är redovisade för {facts.ar}.")
    for kod in here:
        yield Heading(2, facts.of(kod).namnd, namnd.anchor("projekt", kod))
        yield namnd.counted(facts, kod)
        yield namnd.money(facts, kod)
        for each in namnd.reported(facts, kod):
            yield from namnd.project(facts, each, 3)


def _in_order(facts: Facts, codes: set[str]) -> list[str]:
    known = [each.namnd_kod for each in facts.namnder if each.namnd_kod in codes]
    return known + sorted(codes - set(known))
