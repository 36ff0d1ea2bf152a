"""The tjänsteskrivelser: the city's, and each nämnd's own.

Belongs here: their sections in the order such a document has. What an official has to write stands
as a marked gap.
"""

from __future__ import annotations

from collections.abc import Iterator

from fondbok.documents import swedish
from fondbok.documents.content import case, draft, namnd, summary, tables, words
from fondbok.documents.parts import (
    NONE,
    Bullets,
    Column,
    Document,
    Gap,
    Heading,
    Para,
    Part,
    Siffra,
    Table,
)
from fondbok.documents.reading import Facts

_SIGNED = "Ange ansvariga roller."


def city_memo(facts: Facts) -> Document:
    """The city's tjänsteskrivelse about the account."""
    return Document(
        name=f"tjansteskrivelse-{facts.ar}",
        title=f"Tjänsteskrivelse: Redovisning av internationellt arbete {facts.ar}",
        subtitle=f"{facts.kommun.namn}, {words.compiler(facts)}",
        release_id=facts.release.release_id,
        dated=facts.release.publicerad.date(),
        parts=tuple(_city(facts)),
        draft=draft.reasons(facts),
        contents=False,
    )


def namnd_memo(facts: Facts, namnd_kod: str) -> Document:
    """A nämnd's own tjänsteskrivelse, from its own submission."""
    return Document(
        name=f"tjansteskrivelse-{namnd_kod}-{facts.ar}",
        title=f"Tjänsteskrivelse: Internationellt arbete {facts.ar}",
        subtitle=f"{facts.of(namnd_kod).namnd}, {facts.of(namnd_kod).forvaltning}",
        release_id=facts.release.release_id,
        dated=facts.release.publicerad.date(),
        parts=tuple(_namnd(facts, namnd_kod)),
        draft=draft.reasons_of(facts, namnd_kod),
        contents=False,
    )


def _city(facts: Facts) -> Iterator[Part]:
    board, body, office = (
        words.compiling_board(facts),
        words.deciding_body(facts),
        words.compiler(facts),
    )
    yield Heading(1, "Sammanfattning", "sammanfattning")
    yield Para(
        f"{office} har sammanställt nämndernas underlag om deras internationella arbete under"
        f" {facts.ar}."
        " Här står det viktigaste; redovisningen i sin helhet är bilagd."
    )
    yield from summary.paragraphs(facts)
    yield from case.decision(
        case.of(facts, None),
        f"{board} föreslår att {body} beslutar",
        (
            (
                f"{swedish.mening(body)} lägger den internationella redovisningen för {facts.ar}"
                " till handlingarna."
            ),
        ),
        (
            f"Tjänsteskrivelse, redovisning av internationellt arbete {facts.ar}",
            f"Internationell redovisning {facts.ar} (redovisning-{facts.ar})",
        ),
        tuple(swedish.mening(each) for each in facts.kommun.beslutsvag),
        ("Samtliga nämnder", office),
    )
    yield Heading(1, "Ärendet", "arendet")
    yield Para(
        "Nämnderna ska varje år berätta om sitt internationella arbete och om de projekt som"
        " EU eller"
        f" någon annan internationell finansiär betalar. {office} lägger ihop det de lämnar in,"
        f" stämmer av det mot ekonomisystemet och mot tidigare års siffror, och lägger fram det för"
        f" {body}."
    )
    for by in tables.dimensions(facts):
        yield Heading(2, f"Projekt och utbetalda medel per {by.what}", f"medel-{by.anchor}")
        yield tables.paid(facts, by) if by.is_known else Para(tables.NO_GOALS)
    yield from tables.legend(facts)
    yield Heading(2, "Exempel ur nämndernas arbete", "exempel")
    yield Gap(f"Välj exempel ur Del 1 och Del 2 i redovisning-{facts.ar}.")
    yield from case.sections(case.of(facts, None))
    yield from case.assessment(case.of(facts, None), office)
    yield from _signed()


def _namnd(facts: Facts, kod: str) -> Iterator[Part]:
    own = facts.of(kod)
    board = words.compiling_board(facts)
    yield Heading(1, "Sammanfattning", "sammanfattning")
    if number := _diarienummer(facts, kod):
        yield Para(f"Diarienummer: {number}")
    yield Para(
        f"{own.namnd} ska redovisa sitt internationella arbete under {facts.ar} till"
        f" {board[:1].lower() + board[1:]}. {own.forvaltning} har tagit fram det här"
        " underlaget till"
        " nämndens beslut."
        if own.namnd != board
        else f"{own.namnd} redovisar här sitt eget internationella arbete under {facts.ar}."
    )
    yield namnd.counted(facts, kod)
    if _has_rows(facts, kod):
        yield _paid(facts, kod)
    yield from case.decision(
        case.of(facts, kod),
        f"{own.namnd} föreslås besluta",
        (
            f"{own.namnd} godkänner redovisningen av internationellt arbete {facts.ar}.",
            *(
                (f"{own.namnd} skickar redovisningen till {board[:1].lower() + board[1:]}.",)
                if own.namnd != board
                else ()
            ),
        ),
        (f"Tjänsteskrivelse, internationellt arbete {facts.ar}",),
        ("Beredning", "Arbetsutskott", own.namnd),
        (board if own.namnd != board else own.forvaltning,),
    )
    yield Heading(1, "Ärendet", "arendet")
    questions = [each for each in facts.answers if each.namnd_kod == kod and each.fraga]
    if questions:
        yield Para(f"Nämnden svarar på frågorna för {facts.ar}:")
        yield Bullets(tuple(each.fraga or "" for each in questions), numbered=True)
    if _has_rows(facts, kod):
        yield Heading(2, "Utbetalda medel per projekt", "medel-projekt")
        yield namnd.money(facts, kod)
        yield Heading(2, "Utbetalda medel per mål", "medel-mal")
        yield from _per_goal(facts, kod)
    else:
        yield Para("Det finns inga projekt och inga utbetalda medel att visa.")
    yield Heading(2, "Internationellt arbete under året", "arbete")
    yield from namnd.work(facts, kod, 3)
    yield from _projects(facts, kod)
    yield from _economy(facts, kod)
    yield from case.sections(case.of(facts, kod))
    yield from case.assessment(case.of(facts, kod), own.forvaltning)
    yield from _signed()


def _signed() -> Iterator[Part]:
    yield Heading(1, "Ansvariga", "ansvariga")
    yield Gap(_SIGNED)


def _diarienummer(facts: Facts, kod: str) -> str | None:
    numbers = (each.diarienummer for each in draft.standing(facts) if each.namnd_kod == kod)
    return next(filter(None, numbers), None)


def _paid(facts: Facts, kod: str) -> Para:
    own = next((each for each in facts.per_namnd if each.nu and each.kod == kod), None)
    if own is None or own.belopp_sek is None:
        return Para(f"Hur mycket som betalades ut till nämnden under {facts.ar} är okänt.")
    told = f"Under {facts.ar} betalades {swedish.summa(own.belopp_sek)} ut till nämnden."
    return Para(
        " ".join((told, *summary.by_role(own))),
        (Siffra(f"{own.namn}: utbetalt kr", own.belopp_sek),),
    )


def _has_rows(facts: Facts, kod: str) -> bool:
    """Whether the nämnd reports or has booked anything at all."""
    return any(each.namnd_kod == kod for each in facts.participations)


def _per_goal(facts: Facts, kod: str) -> Iterator[Part]:
    if not any(goal.nu and goal.kod for goal in facts.per_mal):
        yield Para(tables.NO_GOALS)
        return
    yield _goals(facts, kod)


def _goals(facts: Facts, kod: str) -> Table:
    rows = {each.nummer: each for each in facts.goal_money if each.namnd_kod == kod}
    named = [(goal.kod, goal.namn) for goal in facts.per_mal if goal.nu and goal.kod]
    # Where every project's goals are known, a goal that nobody named has none; else nobody knows.
    absent = None if None in rows and rows[None].antal_projekt_olika else 0
    body = [
        (
            f"{number}. {name}",
            row.antal_projekt_olika if row else absent,
            row.belopp_sek if row else NONE,
        )
        for number, name in named
        for row in (rows.get(int(number or 0)),)
    ]
    if None in rows:
        unknown = rows[None]
        body.append(("Mål som inte är angivet", unknown.antal_projekt_olika, unknown.belopp_sek))
    own = next((each for each in facts.per_namnd if each.nu and each.kod == kod), None)
    return Table(
        namnd.anchor("mal", kod),
        f"{facts.of(kod).namnd}: utbetalda medel {facts.ar} per mål",
        (
            Column("Mål", width=3),
            Column("Antal projekt", "antal"),
            Column("Utbetalt, kr", "kr", 1.3),
        ),
        tuple(body),
        total=("Summa", NONE, own.belopp_sek if own else None),
        notes=(tables.GOALS,),
    )


def _projects(facts: Facts, kod: str) -> Iterator[Part]:
    projects = namnd.reported(facts, kod)
    if not projects:
        # Said above, once.
        return
    for role, title in (
        ("agare", "Projekt där nämnden är projektägare"),
        ("part", "Projekt där nämnden är projektpart"),
        ("annan", "Projekt där nämnden har en annan roll"),
        ("okand", "Projekt där rollen inte är angiven"),
    ):
        own = [each for each in projects if each.roll == role]
        if own:
            yield Heading(2, title, namnd.anchor("projekt", role))
            for each in own:
                yield from namnd.project(facts, each, 3)
        elif role in {"agare", "part"}:
            yield Heading(2, title, namnd.anchor("projekt", role))
            yield Para("Nämnden har inga sådana projekt.")


def _economy(facts: Facts, kod: str) -> Iterator[Part]:
    yield Heading(1, "Ekonomi", "ekonomi")
    own = next((each for each in facts.per_namnd if each.nu and each.kod == kod), None)
    projects = namnd.reported(facts, kod)
    if own is None:
        yield Para("Det finns inga pengar att redovisa.")
        return
    amounts = {
        "agare": own.belopp_agare_sek,
        "part": own.belopp_part_sek,
        "annan": own.belopp_annan_roll_sek,
        "okand": own.belopp_okand_roll_sek,
    }
    yield Para(
        "Pengar till projekt som nämnden äger och till projekt där den är part är olika mått"
        " och hålls isär."
    )
    yield Table(
        namnd.anchor("ekonomi", kod),
        f"{own.namn}: utbetalda medel {facts.ar} efter roll",
        (
            Column("Roll", width=2),
            Column("Antal projekt", "antal"),
            Column("Utbetalt, kr", "kr", 1.3),
        ),
        tuple(
            (swedish.mening(words.ROLES[role]), count, amount)
            for role, amount in amounts.items()
            for count in (sum(1 for each in projects if each.roll == role),)
            if count or amount is not None
        ),
        total=("Summa", own.antal_projekt_olika, own.belopp_sek),
    )
    if own.formedlat_sek is not None:
        yield Para(f"Av pengarna har {swedish.kronor(own.formedlat_sek)} gått vidare till partner.")
