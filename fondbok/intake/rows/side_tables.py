"""The other tables of a submission: answers, partners, indicators, networks, events, the matter.

Belongs here: which rows of a table are kept, and what is said of them beside their cells. None of
them can stop a submission; what cannot be read is missing, with a remark.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from fondbok import seeds
from fondbok.findings import Finding
from fondbok.intake import fields, headers
from fondbok.intake.fields import Kind
from fondbok.intake.head.who_when import Submission
from fondbok.intake.readers.tables import Source, Table, is_blank, is_total_label
from fondbok.intake.rows.lone_fields import read_lone_fields
from fondbok.intake.rows.money_fields import read_amounts
from fondbok.intake.rows.row import RowCells, plan, row_id
from fondbok.intake.rows.row_checks import say_comments, say_formulas, say_merged
from fondbok.intake.rules import (
    ANSOKAN_LAGE_OKANT,
    ARENDEDEL_OKAND,
    BLAD_PROJEKT_OKANT,
    BLAD_RAD_TVA_GANGER,
    BLAD_RAD_UTAN_NAMN,
    FRAGA_OKAND,
    INDIKATOR_PROJEKT_OKANT,
    KOLUMN_OVANTAD,
    KOLUMN_SAKNAS,
    LAND_OKANT,
    TAL_OLASLIGT,
    TOTAL_STAMMER_EJ,
    note,
)
from fondbok.values.amounts import Amount, Unreadable, format_amount, read_amount
from fondbok.values.countries import country
from fondbok.values.resolve import project_key, question_number
from fondbok.values.text import key

# What is higher is a code that ended up in the wrong column; raw has no room for it.
_HIGHEST_QUESTION = 9_999
# Parts of full-time posts are rounded.
_ROUNDED = Decimal("0.01")


def read_side_tables(
    source: Source, head: Submission, sha: str, projects: set[str]
) -> tuple[dict[str, list[dict[str, Any]]], list[Finding]]:
    """All rows of the other tables.

    Args:
        source: The submission, personal data already masked.
        head: Unit, year and version the rows belong to.
        sha: The file's SHA-256.
        projects: Comparison keys of the projects of the same file.

    Returns:
        Raw table name -> rows, and the remarks.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    fynd: list[Finding] = []
    for kind, tables in source.side.items():
        rows = found.setdefault(fields.TABLES[kind], [])
        for table in tables:
            fynd += _check_columns(table, kind)
            seen: dict[tuple[str, ...], int] = {}
            sums = _Sums(_COUNTED[kind])
            for row in _filled_rows(table):
                judge = _JUDGES.get(kind)
                values = judge(row, head, projects) if judge else _values(row, kind)
                _check_name(row, kind)
                say_merged(row, _COUNTED[kind])
                say_comments(row)
                say_formulas(row)
                if values is not None:
                    _check_alike(row, seen)
                    rows.append({**_place(row, head, sha), **values})
                elif _is_total(row):
                    sums.check(row)
                sums.put_below(row)
                fynd.extend(row.fynd)
    return found, fynd


# What stands once over several rows and cannot hold for each of them.
_COUNTED = {
    kind: {field.id for field in declared if field.holds in {"amount", "count", "number"}}
    for kind, declared in fields.SHEETS.items()
}


def _filled_rows(table: Table) -> list[RowCells]:
    where = plan(table)
    rows = (RowCells(where, rad, cells) for rad, cells in table.rows)
    return [row for row in rows if any(row.text(name) for name in where.columns)]


def _check_columns(table: Table, kind: Kind) -> list[Finding]:
    """The columns that are missed, and those whose content is in nothing that is published."""
    place: dict[str, Any] = {"blad": table.blad or None, "rad": table.header_rad or None}
    named = _NAMES.get(kind)
    fields_here = {column.field for column in table.columns if column is not None}
    fynd = []
    if named is not None and named not in fields_here and table.rows:
        fynd.append(note(KOLUMN_SAKNAS, kolumn=headers.canonical(kind)[named], **place))
    widest = max((len(cells) for _, cells in table.rows), default=0)
    for at in range(widest):
        known = at < len(table.columns) and table.columns[at] is not None
        name = table.column_name(at)
        if known or headers.is_information(name):
            continue
        if any(at < len(cells) and not is_blank([cells[at]]) for _, cells in table.rows):
            fynd.append(note(KOLUMN_OVANTAD, kolumn=name, **place))
    return fynd


def _check_name(row: RowCells, kind: Kind) -> None:
    named = _NAMES.get(kind)
    if named in row.plan.columns and row.text(named) is None:
        row.note(BLAD_RAD_UTAN_NAMN, named)


@dataclass
class _Added:
    """Amounts of one column, added."""

    total: Decimal = Decimal(0)
    currencies: set[str] = field(default_factory=set)
    is_readable: bool = True

    def add(self, read: Amount | Unreadable | None) -> None:
        if isinstance(read, Amount):
            self.total += read.value
            self.currencies.add(read.currency or "SEK")
        elif read is not None:
            self.is_readable = False

    def beside(self, wanted: Amount) -> Decimal | None:
        """The sum; None where there are no amounts, or one that cannot be added to the others."""
        is_alike = self.currencies == {wanted.currency or "SEK"}
        return self.total if self.is_readable and is_alike else None


class _Sums:
    """What the rows of a table come to, held against the sums that stand among them.

    A row is read once, and only when there is a sum below it.

    Args:
        among: ids of the fields that are counted.
    """

    def __init__(self, among: Collection[str]) -> None:
        self._among = sorted(among)
        self._whole = {name: _Added() for name in self._among}
        self._unread: list[RowCells] = []
        self._rows = 0

    def put_below(self, row: RowCells) -> None:
        """One more row, which may be a sum itself."""
        self._unread.append(row)
        self._rows += 1

    def check(self, total: RowCells) -> None:
        """A remark on a sum that neither all rows above it nor those below the last sum come to."""
        since = self._read(total)
        for name, added in since.items():
            wanted = read_amount(total.cell(name))
            if not isinstance(wanted, Amount):
                continue
            sums = [each.beside(wanted) for each in (self._whole[name], added)]
            known = [each for each in sums if each is not None]
            if known and all(abs(wanted.value - each) > _ROUNDED * self._rows for each in known):
                total.note(
                    TOTAL_STAMMER_EJ,
                    name,
                    format_amount(wanted.value),
                    summa=format_amount(known[0]),
                    skillnad=format_amount(wanted.value - known[0]),
                )

    def _read(self, total: RowCells) -> dict[str, _Added]:
        """Add the rows since the last sum to the others; what they come to by themselves."""
        names = [name for name in self._among if name in total.plan.columns]
        since = {name: _Added() for name in names}
        for row in self._unread:
            if _is_total(row):
                since = {name: _Added() for name in names}
                continue
            for name in names:
                read = read_amount(row.cell(name))
                since[name].add(read)
                self._whole[name].add(read)
        self._unread = []
        return since


def _is_total(row: RowCells) -> bool:
    return is_total_label(next((words for words in row.words if words), ""))


def _check_alike(row: RowCells, seen: dict[tuple[str, ...], int]) -> None:
    """A remark on a row that stands there already; `seen` is where each first stood."""
    words = tuple(row.words)
    if words in seen:
        row.note(BLAD_RAD_TVA_GANGER, None, tidigare=seen[words])
    seen.setdefault(words, row.rad)


# What a row is about; an answer, a part of the matter and an event are known otherwise.
_NAMES: dict[Kind, str] = {
    "samverkan": "typ",
    "indikator": "indikator",
    "natverk": "natverk",
    "part": "part",
    "personal": "uppgift",
    "ansokan": "ansokan",
}


def _place(row: RowCells, head: Submission, sha: str) -> dict[str, Any]:
    return {
        "kallrad_id": row_id(sha, row.blad, row.rad),
        "fil_sha256": sha,
        "blad": row.blad,
        "rad": row.rad,
        "namnd_kod": head.namnd_kod,
        "ar": head.ar,
        "version": head.version,
    }


def _answer(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    del projects
    if row.lines("svar") is None:
        # A question nobody answered is no answer.
        return None
    values = _values(row, "svar")
    number = values["fraga_nr"]
    if number is None and head.ar is not None:
        number = question_number(row.text("fraga") or "", head.ar)
    if number is not None and number > _HIGHEST_QUESTION:
        number = None
    asked = _questions(head.ar)
    if number is None or (asked and number not in asked):
        shown = row.text("fraga_nr") or row.text("fraga")
        row.note(FRAGA_OKAND, "fraga_nr", (shown or "")[:80])
    return {**values, "fraga_nr": number}


@seeds.derived
def _questions(ar: int | None) -> frozenset[int]:
    return frozenset(int(row["fraga_nr"]) for row in seeds.load("fraga") if row["ar"] == str(ar))


def _partners(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    del head, projects
    kind = row.text("typ")
    return None if kind is None or is_total_label(kind) else _values(row, "samverkan")


def _indicator(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    projekt = row.text("projekt")
    if projekt is not None and project_key(projekt, head.ar) not in projects:
        row.note(INDIKATOR_PROJEKT_OKANT, "projekt")
    return _values(row, "indikator")


def _named_partner(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    values = _values(row, "part")
    if values["part"] is not None and is_total_label(values["part"]):
        return None
    _check_project(row, head, projects)
    written = row.text("land")
    if written is None:
        return values
    found = country(written)
    if found is None:
        row.note(LAND_OKANT, "land")
        return {**values, "land": written}
    return {**values, "land_kod": found.code, "land": found.name}


def _staff(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    values = _values(row, "personal")
    if values["uppgift"] is not None and is_total_label(values["uppgift"]):
        return None
    _check_project(row, head, projects)
    if values["heltidstjanster"] is not None and values["heltidstjanster"] < 0:
        row.note(TAL_OLASLIGT, "heltidstjanster")
        return {**values, "heltidstjanster": None}
    return values


def _check_project(row: RowCells, head: Submission, projects: set[str]) -> None:
    projekt = row.text("projekt")
    if projekt is not None and project_key(projekt, head.ar) not in projects:
        row.note(BLAD_PROJEKT_OKANT, "projekt")


def _application(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    del projects
    values = _values(row, "ansokan")
    if values["ansokan"] is not None and is_total_label(values["ansokan"]):
        return None
    read_amounts(row, values, _APPLIED_FOR, head.ar)
    if values["lage"] is not None:
        values["lage_kod"] = _stages().get(key(values["lage"]))
        if values["lage_kod"] is None:
            row.note(ANSOKAN_LAGE_OKANT, "lage")
    return values


_APPLIED_FOR = tuple(field for field in fields.SHEETS["ansokan"] if field.holds == "amount")


@seeds.derived
def _stages() -> dict[str, str]:
    found = {}
    for row in seeds.load("ansokanslage"):
        for spelling in (row["ansokanslage"], row["namn"], *row["aven"].split(";")):
            found[key(spelling)] = row["ansokanslage"]
    return found


def _part_of_case(row: RowCells, head: Submission, projects: set[str]) -> dict[str, Any] | None:
    del head, projects
    values = _values(row, "arende")
    if values["text"] is None and values["datum_datum"] is None:
        # The form is handed out with the parts named: a part nobody wrote about is none.
        return None
    code = _parts_of_case().get(key(values["arendedel"] or ""))
    if code is None:
        row.note(ARENDEDEL_OKAND, "arendedel", (values["arendedel"] or "Raden utan del")[:80])
    return {**values, "arendedel_kod": code}


@seeds.derived
def _parts_of_case() -> dict[str, str]:
    rows = [row for row in seeds.load("arendedel") if row["i_blanketten"] == "true"]
    return {
        key(row[spelling]): row["arendedel"] for row in rows for spelling in ("arendedel", "namn")
    }


def _values(row: RowCells, kind: Kind) -> dict[str, Any]:
    values: dict[str, Any] = {
        column.name: None for field in fields.SHEETS[kind] for column in field.raw
    }
    read_lone_fields(row, values, kind)
    return values


# What is asked of the rows of a table before they are kept; of the others every row is.
_Judge: TypeAlias = Callable[[RowCells, Submission, set[str]], dict[str, Any] | None]
_JUDGES: dict[Kind, _Judge] = {
    "svar": _answer,
    "samverkan": _partners,
    "indikator": _indicator,
    "part": _named_partner,
    "personal": _staff,
    "ansokan": _application,
    "arende": _part_of_case,
}
