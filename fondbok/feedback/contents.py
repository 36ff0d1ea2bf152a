"""What an answer says, before it becomes a page or a workbook.

Belongs here: which rows and remarks belong to which submission, and in which order they are told.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import TypeAlias

from fondbok import grader, organisation
from fondbok.feedback import understood
from fondbok.feedback.landed import Landed, Record
from fondbok.intake import fields, headers
from fondbok.intake.fields import Field, Kind

ERROR, WARNING, NOTE = "fel", "varning", "notis"
DOES_NOT_COUNT = "Räknas inte"
SEVERITY = {ERROR: "Rätta", WARNING: "Se över", NOTE: "Notera"}
OUTCOME = {
    "laddad": "Läst",
    "avvisad": "Avvisad, räknas inte",
    "total": "Kontrollsumma",
    "dubblett": "Dubblett, räknas inte igen",
}
STATUS = {
    "inlamnad": "Underlaget är inläst.",
    "inlamnad_med_fel": "Underlaget är inläst, men något i det kunde inte läsas.",
    "inlamnad_utan_projekt": "Inlämnad, utan projekt.",
    "ersatt": "Underlaget gäller inte längre.",
}
MOST_OF_A_SORT = 20
# Severity in words, how many, the first row, that row's message.
LedgerRemark: TypeAlias = tuple[str, int, int | None, str]
_GRADED = ("belopp_sek_grad", "antal_projekt_olika_grad")
UNREAD = "Inget projekt i underlaget kunde läsas, så ingenting i det räknas."
AS_WRITTEN = "Som skrivet"
NOT_READ = "Läses inte in"
_SIDE_TITLES: dict[Kind, str] = {
    "svar": "Svar på frågor",
    "samverkan": "Samverkansparter",
    "indikator": "Indikatorer",
    "natverk": "Nätverk",
    "handelse": "Händelser",
    "part": "Samverkanspartner",
    "personal": "Personal",
    "ansokan": "Ansökningar",
    "arende": "Ärendet",
}


@dataclass(frozen=True)
class Remark:
    """One remark at one cell, row, sheet or file."""

    allvar: str
    blad: str
    rad: int | None
    kolumn: str
    varde: str
    meddelande: str
    regel: str
    raknas_inte: bool = False

    @property
    def severity(self) -> str:
        """The severity as the nämnd reads it."""
        return DOES_NOT_COUNT if self.raknas_inte else SEVERITY[self.allvar]

    @property
    def place(self) -> str:
        """Where to look: sheet, row and column."""
        parts = [
            f"blad {self.blad}" if self.blad else "",
            f"rad {self.rad}" if self.rad is not None else "",
            self.kolumn,
        ]
        return ", ".join(part for part in parts if part) or "hela filen"


@dataclass(frozen=True)
class Cell:
    """A cell of a project row: as written, as understood, and what was remarked there."""

    rubrik: str
    skrivet: str
    last_som: str
    anmarkningar: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class ProjectRow:
    """A row of the project table.

    Attributes:
        remarks: those that stand at none of its cells.
        grad: the grade of the amount of its participation, None when it does not count.
    """

    blad: str
    rad: int
    utfall: str
    record: Record
    goals: tuple[Record, ...]
    cells: tuple[Cell, ...]
    remarks: tuple[Remark, ...]
    grad: str | None = None

    @property
    def grade(self) -> str:
        """How sure the amount of the row's participation is, in words; nothing if it has none."""
        return grader.name(self.grad)

    @property
    def outcome(self) -> str:
        """What became of the row, in words."""
        return OUTCOME[self.utfall]

    @property
    def name(self) -> str:
        """The project's name; a total row is called what it is."""
        return self.record["projekt"] or ("Totalt" if self.utfall == "total" else "Utan namn")

    def value(self, field_: str) -> str | None:
        """A field as understood."""
        return understood.value(fields.project_field(field_), self.record, list(self.goals))


@dataclass(frozen=True)
class SideTable:
    """Another sheet: its title, headers and rows with where they stood."""

    titel: str
    rubriker: tuple[str, ...]
    rader: tuple[tuple[str, int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Part:
    """What one file holds of a submission; `lage` is its status in mart.rpt_inlamning."""

    fil: str
    version: int | None
    diarienummer: str
    beslutsdatum: str
    lage: str
    rader: tuple[ProjectRow, ...]
    remarks: tuple[Remark, ...]
    sidor: tuple[SideTable, ...]

    @property
    def status(self) -> str:
        """What became of it, in words."""
        return UNREAD if self.unread else STATUS[self.lage]

    @property
    def unread(self) -> bool:
        """Every row was held: nothing of the file counts yet."""
        return self.counts["avvisad"] > 0 and self.counts["laddad"] == 0

    @property
    def counts(self) -> Counter[str]:
        """Rows of the project table by outcome."""
        return Counter(row.utfall for row in self.rader)

    @property
    def all_remarks(self) -> list[Remark]:
        """Every remark, the most important first."""
        found = list(self.remarks)
        for row in self.rader:
            found += row.remarks
            found += [remark for cell in row.cells for remark in cell.anmarkningar]
        return sorted(found, key=_importance)

    @property
    def uncounted(self) -> list[Remark]:
        """The remarks that tell of what was read and does not count."""
        return [remark for remark in self.all_remarks if remark.raknas_inte]

    @property
    def sums(self) -> list[str]:
        """What was paid according to the rows that were read, one sum a currency."""
        return _sums([self])

    @property
    def without_amount(self) -> int:
        """Rows that were read and whose amount is not known."""
        return sum(row.utfall == "laddad" and row.record["utbetalt"] is None for row in self.rader)


@dataclass(frozen=True)
class Answer:
    """The answer to one nämnd about one year.

    Attributes:
        namnd_kod: code of the nämnd.
        namnd: its name.
        ar: year of the account.
        parts: the files that count, together one submission.
        replaced: the files that no longer do.
        raknat: the nämnd's row of mart.rpt_utbetalt_per_namnd, None when it has none.
    """

    namnd_kod: str
    namnd: str
    ar: int
    parts: tuple[Part, ...]
    replaced: tuple[Part, ...]
    raknat: Record | None = None

    @property
    def figures(self) -> list[tuple[str, str]]:
        """What the city's figures say of the nämnd and how sure that is: label and text."""
        if self.raknat is None:
            return []
        paid = self.raknat["belopp_sek"]
        told = (
            (
                organisation.filled("Utbetalt i {organisationens} siffror"),
                "okänt" if paid is None else understood.money(paid, "SEK"),
                "belopp_sek_grad",
            ),
            (
                organisation.filled("Projekt i {organisationens} siffror"),
                str(self.raknat["antal_projekt_olika"]),
                "antal_projekt_olika_grad",
            ),
        )
        return [(label, f"{text} ({grader.name(self.raknat[grad])})") for label, text, grad in told]

    @property
    def grades(self) -> list[tuple[str, str]]:
        """The grades told of here with what they mean, the surest not among them."""
        told = {self.raknat[name] for name in _GRADED} if self.raknat else set()
        told |= {row.grad for part in self.parts for row in part.rader if row.grad}
        return [(grader.name(g), grader.meaning(g)) for g in grader.MARKS if g in told]

    @property
    def uncounted(self) -> list[tuple[str, Remark]]:
        """What was read and does not count, with the file that tells: current ones first."""
        return [(part.fil, r) for part in (*self.parts, *self.replaced) for r in part.uncounted]

    @property
    def counting(self) -> list[Part]:
        """The files of which something was read: together they are the submission."""
        return [part for part in self.parts if not part.unread]

    @property
    def sums(self) -> list[str]:
        """What was paid according to all the files that count, one sum a currency."""
        return _sums(self.parts)

    @property
    def next_version(self) -> int:
        """The version number of the next submission."""
        return max((part.version or 1 for part in self.parts), default=0) + 1

    @property
    def how_to_resubmit(self) -> str:
        """What to do when something is to be put right."""
        if len(self.counting) <= 1:
            return (
                f"Rätta i samma fil, sätt Version till {self.next_version} på bladet Start (eller "
                "i kolumnen Version) och lämna in hela underlaget igen."
            )
        return (
            f"Underlaget består av {len(self.counting)} filer. Rätta där det behövs, sätt Version "
            f"till {self.next_version} i alla filerna och lämna in allihop igen: en fil med lägre "
            "version räknas inte längre när det finns en med högre."
        )


@dataclass(frozen=True)
class FileNote:
    """A file that is in no nämnd's answer, or whose rows are not in one."""

    fil: str
    typ: str
    orsak: str
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class LedgerNote:
    """What was remarked on the rows of a ledger export, a rule at a time."""

    fil: str
    lasta: int
    avvisade: int
    remarks: tuple[LedgerRemark, ...]


@dataclass(frozen=True)
class FileReport:
    """Everything that no nämnd can be answered about.

    Attributes:
        uncounted: what was read and does not count, with its file.
        refused: files that could not be read.
        ignored: files that nobody reads.
        unattributed: submissions, or rows of them, of no known nämnd or year.
        ledgers: exports of the economy system.
    """

    uncounted: list[tuple[str, str]] = field(default_factory=list)
    refused: list[FileNote] = field(default_factory=list)
    ignored: list[FileNote] = field(default_factory=list)
    unattributed: list[FileNote] = field(default_factory=list)
    ledgers: list[LedgerNote] = field(default_factory=list)


def answers(landed: Landed) -> Iterable[Answer]:
    """One answer per nämnd and year that handed something in, in order."""
    for (ar, kod), group in groupby(landed.inlamningar, key=lambda r: (r["ar"], r["namnd_kod"])):
        rows = list(group)
        current = [row for row in rows if row["status"] != "ersatt"] or rows[:1]
        replaced = [row for row in rows if row not in current]
        yield Answer(
            namnd_kod=kod,
            namnd=rows[0]["namnd"],
            ar=ar,
            parts=tuple(_part(row, landed) for row in current),
            replaced=tuple(_part(row, landed) for row in replaced),
            raknat=landed.raknat.get((ar, kod)),
        )


def _sums(parts: Iterable[Part]) -> list[str]:
    sums: dict[str, Decimal] = {}
    for row in (row for part in parts for row in part.rader):
        paid = row.record["utbetalt"]
        if row.utfall == "laddad" and paid is not None:
            currency = row.record["utbetalt_valuta"]
            sums[currency] = sums.get(currency, Decimal(0)) + paid
    return [understood.money(total, currency) for currency, total in sorted(sums.items())]


def file_report(landed: Landed) -> FileReport:
    """What is left over when every nämnd has its answer."""
    answered = {row["fil_sha256"] for row in landed.inlamningar}
    report = FileReport()
    for fil in landed.filer:
        sha = fil["fil_sha256"]
        if fil["status"] in ("avvisad", "ignorerad"):
            refused = fil["status"] == "avvisad"
            remarks = tuple(
                remark for remark in _file_remarks(sha, landed) if remark.meddelande != fil["orsak"]
            )
            note = FileNote(fil["fil"], fil["typ"], fil["orsak"] or "", remarks)
            (report.refused if refused else report.ignored).append(note)
        elif fil["typ"] == "ledger":
            report.ledgers.append(_ledger(fil, landed))
            report.uncounted.extend(_uncounted(report.ledgers[-1]))
        elif unplaced := _unplaced(sha, landed, known=sha in answered):
            report.unattributed.append(FileNote(fil["fil"], fil["typ"], "", unplaced))
            report.uncounted.extend((fil["fil"], r.meddelande) for r in unplaced if r.raknas_inte)
    return report


def _uncounted(note: LedgerNote) -> Iterable[tuple[str, str]]:
    for severity, antal, _, meddelande in note.remarks:
        if severity == DOES_NOT_COUNT:
            yield note.fil, meddelande if antal == 1 else f"{antal} gånger, först: {meddelande}"


def _part(inlamning: Record, landed: Landed) -> Part:
    sha = inlamning["fil_sha256"]
    rows = [row for row in landed.rader.get(sha, ()) if _belongs(row, inlamning)]
    others = {
        (row["blad"], row["rad"])
        for row in landed.rader.get(sha, ())
        if not _belongs(row, inlamning)
    }
    at_row: dict[tuple[str, int | None], list[Remark]] = {}
    elsewhere: list[Remark] = []
    here = {(row["blad"], row["rad"]) for row in rows}
    for remark in _file_remarks(sha, landed):
        place = (remark.blad, remark.rad)
        if place in here:
            at_row.setdefault(place, []).append(remark)
        elif place not in others:
            elsewhere.append(remark)
    said = [*rows, *landed.start.get(sha, ())]
    decided = next((row["beslutsdatum"] for row in said if row["beslutsdatum"]), None)
    return Part(
        fil=inlamning["fil"],
        version=inlamning["version"],
        diarienummer=inlamning["diarienummer"] or "",
        beslutsdatum=decided.isoformat() if decided else "",
        lage=inlamning["status"],
        rader=tuple(_project_row(row, landed, at_row) for row in rows),
        remarks=tuple(elsewhere),
        sidor=tuple(_side_tables(landed.sidor.get(sha, ()), inlamning)),
    )


def _belongs(row: Record, inlamning: Record) -> bool:
    """A row that does not say whose it is belongs to every submission of its file.

    One that names several nämnder belongs to each of them, one that names a nämnd nobody knows to
    none.
    """
    named = row.get("inlamning_namnd", row["namnd_kod"])
    if named is None and row.get("namnd_text"):
        return False
    if named is not None and inlamning["namnd_kod"] not in named.split(";"):
        return False
    year = row.get("inlamning_ar", row["ar"])
    return year in (None, inlamning["ar"]) and row["version"] in (None, inlamning["version"])


def _project_row(
    row: Record, landed: Landed, at_row: dict[tuple[str, int | None], list[Remark]]
) -> ProjectRow:
    goals = landed.mal.get(row["kallrad_id"], [])
    left = list(at_row.get((row["blad"], row["rad"]), ()))
    cells = []
    for rubrik, skrivet in json.loads(row["radinnehall"]).items():
        here = tuple(remark for remark in left if remark.kolumn == rubrik)
        left = [remark for remark in left if remark.kolumn != rubrik]
        cells.append(Cell(rubrik, skrivet, _last_som(rubrik, skrivet, row, goals), here))
    return ProjectRow(
        blad=row["blad"],
        rad=row["rad"],
        utfall=row["utfall"],
        record=row,
        goals=tuple(goals),
        cells=tuple(cells),
        remarks=tuple(left),
        grad=landed.grader.get(row["kallrad_id"]) if row["utfall"] == "laddad" else None,
    )


def _last_som(rubrik: str, skrivet: str, row: Record, goals: list[Record]) -> str:
    """What a cell was taken for; long texts that were taken as they are are not repeated."""
    header = headers.match(rubrik, "projekt")
    if header is None or header.field == headers.OTHER_TIME:
        return NOT_READ
    read = understood.value(fields.project_field(header.field), row, goals)
    if row["utfall"] == "total" and header.field == "projekt":
        return "Rad med kontrollsumma"
    if read is None:
        return understood.NOTHING
    return AS_WRITTEN if " ".join(read.split()) == " ".join(skrivet.split()) else read


def _side_tables(records: Iterable[Record], inlamning: Record) -> Iterable[SideTable]:
    mine = [record for record in records if _belongs(record, inlamning)]
    for kind, title in _SIDE_TITLES.items():
        declared = fields.SHEETS[kind]
        rows = [record for record in mine if record["tabell"] == kind]
        if rows:
            yield SideTable(
                titel=title,
                rubriker=tuple(field.header for field in declared),
                rader=tuple(
                    (row["blad"], row["rad"], tuple(_shown(row, field) for field in declared))
                    for row in rows
                ),
            )


def _shown(row: Record, field: Field) -> str:
    value = row[field.raw[0].name]
    if value is None:
        return ""
    if field.holds == "date":
        return understood.value(field, row, []) or ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return str(value)


def _file_remarks(sha: str, landed: Landed) -> tuple[Remark, ...]:
    """Findings of a file, and rejected rows that no finding tells of."""
    found = [_remark(record, record["allvar"]) for record in landed.fynd.get(sha, ())]
    told = {(remark.blad, remark.rad, remark.regel) for remark in found}
    for record in landed.avvisade.get(sha, ()):
        remark = _remark(record, ERROR)
        if (remark.blad, remark.rad, remark.regel) not in told:
            found.append(remark)
    return tuple(sorted(found, key=_importance))


def _remark(record: Record, allvar: str) -> Remark:
    return Remark(
        allvar=allvar,
        blad=record["blad"] or "",
        rad=record["rad"],
        kolumn=record["kolumn"] or "",
        varde=record["varde"] or "",
        meddelande=record["meddelande"],
        regel=record["regel"],
        raknas_inte=record.get("raknas_inte", False),
    )


def _importance(remark: Remark) -> tuple[object, ...]:
    """What does not count first, then what must be put right, then by place."""
    order = {allvar: at for at, allvar in enumerate(SEVERITY)}
    return (
        not remark.raknas_inte,
        order[remark.allvar],
        remark.blad,
        remark.rad or 0,
        remark.kolumn,
        remark.regel,
        remark.meddelande,
    )


def _unplaced(sha: str, landed: Landed, *, known: bool) -> tuple[Remark, ...]:
    """Remarks of a file no nämnd is answered about; and of its rows when others in it are."""
    remarks = _file_remarks(sha, landed)
    if not known:
        return remarks
    lost = {
        (row["blad"], row["rad"])
        for row in landed.rader.get(sha, ())
        if row["inlamning_namnd"] is None or row["inlamning_ar"] is None
    }
    return tuple(remark for remark in remarks if (remark.blad, remark.rad) in lost)


def _ledger(fil: Record, landed: Landed) -> LedgerNote:
    sha = fil["fil_sha256"]
    told = [*_whole_file(_file_remarks(sha, landed))]
    for record in landed.ekonomi.get(sha, ()):
        severity = DOES_NOT_COUNT if record["raknas_inte"] else SEVERITY[record["allvar"]]
        told.append((severity, record["antal"], record["rad"], record["meddelande"]))
    told.sort(key=lambda each: each[0] != DOES_NOT_COUNT)
    return LedgerNote(fil["fil"], fil["rader_lasta"], fil["rader_avvisade"], tuple(told))


def _whole_file(remarks: Iterable[Remark]) -> Iterable[LedgerRemark]:
    """Remarks on a ledger as a whole; of many of one sort the first and how many there are more."""
    by_sort: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        by_sort.setdefault((remark.severity, remark.regel), []).append(remark)
    for (severity, _), found in by_sort.items():
        yield from ((severity, 1, r.rad, r.meddelande) for r in found[:MOST_OF_A_SORT])
        more = len(found) - MOST_OF_A_SORT
        if more > 0:
            yield severity, more, None, f"Och {more} till av samma slag."
