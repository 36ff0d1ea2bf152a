"""The tables and charts that the city's documents share.

Belongs here: which columns a table of the mart has in print. A column of money for a role is there
only when somebody has such money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fondbok.documents import swedish
from fondbok.documents.content import words
from fondbok.documents.parts import (
    NONE,
    Bars,
    Bullets,
    Column,
    Heading,
    Panel,
    Para,
    Part,
    Table,
    Value,
)
from fondbok.documents.reading import Facts, Slice, Summary

_ROLES = (
    ("Som ägare, kr", "belopp_agare_sek"),
    ("Som part, kr", "belopp_part_sek"),
    ("Annan roll, kr", "belopp_annan_roll_sek"),
    ("Okänd roll, kr", "belopp_okand_roll_sek"),
    ("Förmedlat till partner, kr", "formedlat_sek"),
)
NOT_ADDITIVE = "Antalen går inte att lägga ihop: ett projekt kan stå på flera rader."
GOALS = (
    "Ett projekt kan bidra till flera mål och räknas då under vart och ett av dem. Pengarna är"
    " fördelade på målen och går att lägga ihop."
)
NO_GOALS = "Inget mål är angivet för projekten, så pengarna går inte att dela upp på mål."
_CERTAINTY = "Hur säkert är beloppet"
# Where the mart keeps what the appendices print.
_IN_THE_MART = "avstämningen (rpt_avstamning och rpt_redovisat_mot_bokfort)"
_TO_COMPARE = 2  # bars; one says nothing beside its own figure
_ROLE_NOTE = f"{NONE} betyder att inget sådant belopp är känt."
_PASSED_ON = "Det förmedlade är en del av de andra beloppen och har gått vidare till partner."


@dataclass(frozen=True)
class Dimension:
    """One way of dividing the year's money.

    Attributes:
        anchor: what its tables are named by.
        what: 'nämnd', as in 'per nämnd'.
        slices: its rows, also those that only the year before has.
        note: what has to be known of its counts.
    """

    anchor: str
    what: str
    slices: Sequence[Slice]
    note: str

    @property
    def here(self) -> list[Slice]:
        """The rows of the year."""
        return [each for each in self.slices if each.nu]

    @property
    def is_known(self) -> bool:
        """Whether there is a goal, or anything else than the unknown one, to divide by."""
        return any(each.kod for each in self.here)


def dimensions(facts: Facts) -> tuple[Dimension, Dimension, Dimension]:
    """Nämnder, groups of funds and goals."""
    return (
        Dimension("per-namnd", "nämnd", facts.per_namnd, NOT_ADDITIVE),
        Dimension("per-fondgrupp", "fondgrupp", facts.per_fondgrupp, NOT_ADDITIVE),
        Dimension("per-mal", "mål", facts.per_mal, GOALS),
    )


def paid(facts: Facts, by: Dimension) -> Table:
    """Projects and money, with how sure the money is."""

    def row(each: Slice | Summary, name: str) -> tuple[Value, ...]:
        sure = words.certainty(facts, each.belopp_sek_grad, each.varningar)
        return name, each.antal_projekt_olika, _amount(each, by), sure

    return Table(
        by.anchor,
        f"Projekt och utbetalda medel {facts.ar} per {by.what}",
        (
            Column(swedish.mening(by.what), width=2.6),
            Column("Antal projekt", "antal", 1.15),
            Column("Utbetalt, kr", "kr", 1.4),
            Column(_CERTAINTY, width=2.2),
        ),
        tuple(row(each, name(each)) for each in by.here),
        total=row(facts.summary, facts.kommun.namn) if facts.summary else None,
        notes=(by.note,) if len(by.here) > 1 else (),
    )


def _amount(each: Slice | Summary, by: Dimension) -> Value:
    """A goal that no project names has no money, unless a project may be meant for it."""
    meant = any(other.kod is None and other.antal_projekt_olika for other in by.here)
    none = by.anchor == "per-mal" and each.antal_projekt_olika == 0 and not meant
    return NONE if none and each.belopp_sek is None else each.belopp_sek


def roles(facts: Facts, by: Dimension) -> Table | None:
    """The same money by the nämnd's role; None where nobody has money in a known role."""
    held = [(title, field) for title, field in _ROLES if _any(by.here, field)]
    if not held:
        return None

    def row(each: Slice | Summary, name: str) -> tuple[Value, ...]:
        return name, *(getattr(each, field) for _, field in held)

    passed_on = any(field == "formedlat_sek" for _, field in held)
    lines = (*by.here, facts.summary) if facts.summary else tuple(by.here)
    gaps = any(getattr(each, field) is None for each in lines for _, field in held)
    return Table(
        f"{by.anchor}-roller",
        f"Utbetalda medel {facts.ar} per {by.what} och roll",
        (
            Column(swedish.mening(by.what), width=2.2),
            *(Column(t, "kr", 1.25, NONE) for t, _ in held),
        ),
        tuple(row(each, name(each)) for each in by.here),
        total=row(facts.summary, facts.kommun.namn) if facts.summary else None,
        notes=(*((_ROLE_NOTE,) if gaps else ()), *((_PASSED_ON,) if passed_on else ())),
    )


def _any(slices: Sequence[Slice], field: str) -> bool:
    return any(getattr(each, field) is not None for each in slices)


def per_program(facts: Facts) -> Table:
    """Projects and money per fund."""
    return Table(
        "per-program",
        f"Projekt och utbetalda medel {facts.ar} per program",
        (
            Column("Program", width=3),
            Column("Fondgrupp", width=1.2),
            Column("Antal projekt", "antal", 1.2),
            Column("Utbetalt, kr", "kr", 1.5),
            Column("Deltaganden utan känt belopp", "antal", 1.2),
        ),
        tuple(
            (p.fond, p.fondgrupp, p.antal_projekt_olika, p.belopp_sek, p.antal_utan_belopp)
            for p in facts.program
        ),
        notes=(NOT_ADDITIVE,) if len(facts.program) > 1 else (),
    )


def year_on_year(facts: Facts, by: Dimension, reason: Callable[[Slice], str]) -> Table:
    """The year beside the year before, with what is new, ended or not handed in."""
    before, now = facts.ar - 1, facts.ar
    return Table(
        f"jamfort-{by.anchor}",
        f"{before} och {now} per {by.what}",
        (
            Column(swedish.mening(by.what), width=2.4),
            Column(f"Projekt {before}", "antal", 0.9),
            Column(f"Projekt {now}", "antal", 0.9),
            Column(f"Utbetalt {before}, kr", "kr", 1.4),
            Column(f"Utbetalt {now}, kr", "kr", 1.4),
            Column("Att veta", width=2.6),
        ),
        tuple(
            (
                name(each),
                each.fore_antal_projekt_olika if each.fore else NONE,
                each.antal_projekt_olika if each.nu else NONE,
                each.fore_belopp_sek if each.fore else NONE,
                each.belopp_sek if each.nu else NONE,
                reason(each),
            )
            for each in by.slices
        ),
    )


def chart(by: Dimension) -> Bars | None:
    """The same figures as bars; nothing where there are not two to compare."""
    shown = [each for each in by.here if each.belopp_sek or each.antal_projekt_olika]
    if len(shown) < _TO_COMPARE:
        return None
    return Bars(
        f"{by.anchor}-figur",
        f"Projekt och utbetalda medel per {by.what}",
        tuple(name(each) for each in shown),
        (
            Panel("Antal projekt", "antal", tuple(each.antal_projekt_olika for each in shown)),
            Panel("Utbetalt, kr", "kr", tuple(each.belopp_sek for each in shown)),
        ),
    )


def name(each: Slice) -> str:
    """What a row is called; a goal has its number."""
    return f"{each.kod}. {each.namn}" if (each.kod or "").isdigit() else each.namn


def legend(facts: Facts) -> Iterator[Part]:
    """What the words about certainty mean, those that stand in the year's tables."""
    here = [e for e in (*facts.per_namnd, *facts.per_fondgrupp, *facts.per_mal) if e.nu]
    rows: list[Slice | Summary] = [*here, *([facts.summary] if facts.summary else [])]
    grades = {each.belopp_sek_grad for each in rows}
    codes = {code for each in rows for code in each.varningar.split(";")}
    told = [
        *(
            f"{called}: {facts.grade_meanings[grad]}".replace(
                _IN_THE_MART, "redovisningens bilaga A och F"
            )
            for grad, called in facts.grades.items()
            if grad in grades
        ),
        *(
            f"{words.WARNINGS.get(code, code)}: {meaning}".replace(
                "belopp_agare_sek", "beloppet som ägare"
            )
            for code, meaning in facts.warnings.items()
            if code in codes
        ),
    ]
    if told:
        yield Heading(2, "Så säkra är beloppen", "sakerhet")
        yield Para(f"Orden i kolumnen {_CERTAINTY} betyder:")
        yield Bullets(tuple(told))
