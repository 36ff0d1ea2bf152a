"""What the readers have to say about a file: rules, findings and rejected rows.

Belongs here: the shapes shared by both intakes. Does not belong here: the rules themselves
(`fondbok.intake.rules`, `fondbok.ledger.rules`) and what becomes of them in the warehouse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from fondbok import organisation

Allvar = Literal["fel", "varning", "notis"]
Utfall = Literal["laddad", "avvisad", "total", "dubblett"]
FilStatus = Literal["laddad", "laddad_med_fynd", "avvisad", "ignorerad"]


@dataclass(frozen=True)
class Rule:
    """A check with an id that stays the same for ever.

    Attributes:
        id: Stable, like "BELOPP_TVETYDIGT".
        allvar: fel (the row or file is refused), varning (it loads, look at it) or notis.
        mall: Swedish message with {placeholders}, among them the city's own (see
            `organisation`); says what to do, not what the code did.
        beskrivning: One Swedish sentence for the reference page.
        exempel: A value that breaks the rule.
        raknas_inte: Money or a project that was read does not count because of it. Such findings
            are told first, everywhere findings are told.
    """

    id: str
    allvar: Allvar
    mall: str
    beskrivning: str
    exempel: str
    raknas_inte: bool = False

    def filled(self, **values: Any) -> str:
        """The message with its values; `varde` and `kolumn` may be left out."""
        places = {"varde": None, "kolumn": None, **organisation.words()}
        return self.mall.format(**places | values)


@dataclass(frozen=True)
class Finding:
    """One remark at one cell. `rad` is 1-based as a person sees it; None is the whole file."""

    regel: str
    allvar: Allvar
    meddelande: str
    blad: str | None = None
    rad: int | None = None
    kolumn: str | None = None
    varde: str | None = None
    raknas_inte: bool = False


@dataclass(frozen=True)
class Reject:
    """A row that could not be loaded, whole, with the cell that stopped it."""

    regel: str
    meddelande: str
    radinnehall: str
    blad: str | None = None
    rad: int | None = None
    kolumn: str | None = None
    varde: str | None = None


def finding(
    rule: Rule,
    *,
    blad: str | None = None,
    rad: int | None = None,
    kolumn: str | None = None,
    varde: str | None = None,
    **values: Any,
) -> Finding:
    """Fill a rule's message with `values` (and `varde`, `kolumn`) and place it at a cell."""
    text = rule.filled(varde=varde, kolumn=kolumn, **values)
    return Finding(rule.id, rule.allvar, text, blad, rad, kolumn, varde, rule.raknas_inte)


@dataclass
class FileRead:
    """What became of one file: register fields, raw rows by table, remarks.

    Attributes:
        format: xlsx | csv | json | docx | sie | okand.
        status: see `FilStatus`; avvisad and ignorerad files have no rows and an `orsak`.
        profil: reader or ledger profile that took the file.
        rows: raw table name (without schema) -> rows as dicts with the columns of
            its raw table; money as Decimal, dates as date.
            A loader that writes straight to the database leaves this empty.
        utfall: count of project-table or ledger rows per outcome.
        nyaste_datum: newest booking of a ledger's loaded rows.
        andrad: when the file says it was last saved, UTC; None where it does not say.
    """

    format: str
    status: FilStatus = "laddad"
    orsak: str | None = None
    profil: str | None = None
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    fynd: list[Finding] = field(default_factory=list)
    avvisade: list[Reject] = field(default_factory=list)
    utfall: Counter[str] = field(default_factory=Counter)
    nyaste_datum: date | None = None
    andrad: datetime | None = None

    @property
    def rader_lasta(self) -> int:
        """Data rows of the project table or ledger: every one has exactly one outcome."""
        return sum(self.utfall.values())

    def note(self, findings: Iterable[Finding]) -> None:
        """Add remarks and let the file's status follow them."""
        self.fynd.extend(findings)
        if self.fynd and self.status == "laddad":
            self.status = "laddad_med_fynd"


def refused(format_: str, orsak: str, regel: Rule, **values: Any) -> FileRead:
    """A file that cannot be read at all: no rows, one finding, the reason in Swedish."""
    read = FileRead(format=format_, status="avvisad", orsak=orsak)
    read.fynd.append(finding(regel, **values))
    return read
