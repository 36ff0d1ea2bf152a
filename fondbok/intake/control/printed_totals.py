"""Sums printed beside the projects: above the table, on the sheet Start, at the edge of a row.

Belongs here: which printed figure is said to be what all was paid, and that it is held against the
rows. A total row of the table itself is for `totals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from fondbok.findings import Finding
from fondbok.intake import headers
from fondbok.intake.head.who_when import Submission
from fondbok.intake.readers.tables import Row, Source, Table, is_blank
from fondbok.intake.rows import not_projects
from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rules import TOTAL_STAMMER_EJ, note
from fondbok.values.amounts import NO_UNIT, Amount, Unit, format_amount, read_amount
from fondbok.values.dates import YEAR_IN_TEXT
from fondbok.values.text import Cell, cell_text, tidy

_LONGEST_LABEL: Final = 60
# What a sum of may be that is not what was paid to the nämnd in the year.
_OTHER_SUM = re.compile(
    r"budget|partner|förmedl|finansier|bevilj|beslut|sökt|ansök|antal|kvar|saldo|andel|procent|%"
    r"|timm|tid|prognos|plan|kostnad|intäkt|ackumul|hittills|sedan|perioden|hela projekt|förra"
    r"|föregående|egen|indikator|deltagare|eur\b|euro|projektets|upparbet|kvot|varav|rekvir",
    re.IGNORECASE,
)
_PAID = re.compile(r"utbet|erhåll|mottag", re.IGNORECASE)
# Beside the word for a sum, what changes nothing: the unit and the year.
_NOTHING_MORE = re.compile(
    r"[\s:.,()=–-]|\b(?:total(?:t|en|summan?|belopp)?|summan?|sammanlagt|slutsumma|sum|s:a|kr|kronor"
    r"|sek|tkr|mkr|mnkr|tusental|år|i|för|året|alla|samtliga|projekt|projekten|eu|bidrag|eu-bidrag)\b"
    r"|(?:19|20)\d\d",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Printed:
    """A printed sum: what it is called, how much, and where."""

    label: str
    cell: Cell
    blad: str
    rad: int


def check_printed_totals(
    source: Source, head: Submission, rows: Sequence[ProjectRow]
) -> list[Finding]:
    """Remark on each printed sum that neither the file's rows nor those of its sheet come to."""
    counted = [row for row in rows if row.utfall == "laddad" and row.values["utbetalt"]]
    if not counted or {row.values["utbetalt_valuta"] for row in counted} != {"SEK"}:
        return []
    return [
        remark
        for printed in _printed(source)
        if _is_of_payments(printed.label, head)
        and (remark := _compare(printed, source, counted)) is not None
    ]


def _printed(source: Source) -> Iterator[_Printed]:
    for pair in source.start:
        if headers.match(pair.label, "start") is None:
            label = pair.label if pair.value is not None else pair.label.partition(":")[0]
            cell = pair.value if pair.value is not None else pair.label.partition(":")[2]
            yield _Printed(label, cell, pair.blad, pair.rad)
    for table in source.projekt if source.format != "docx" else ():
        for row in table.before:
            yield from _in_row(row, table.blad, 0)
        known = 1 + max((at for at, column in enumerate(table.columns) if column), default=0)
        for row in table.rows:
            # Beside a project it would be a sum of that project's.
            if len(row[1]) > known and is_blank(row[1][:known]):
                yield from _in_row(row, table.blad, known)


def _in_row(row: Row, blad: str, first: int) -> Iterator[_Printed]:
    """A label and the amount behind it, in one cell or in the next one that is filled."""
    rad, cells = row
    filled = [(cell, tidy(cell_text(cell))) for cell in cells[first:]]
    filled = [each for each in filled if each[1]]
    for at, (cell, words) in enumerate(filled):
        if not isinstance(cell, str) or not not_projects.looks_like_sum(words):
            continue
        label, colon, rest = words.partition(":")
        if colon and rest.strip():
            yield _Printed(label, rest.strip(), blad, rad)
        elif at + 1 < len(filled):
            yield _Printed(words, filled[at + 1][0], blad, rad)


def _is_of_payments(label: str, head: Submission) -> bool:
    """Whether a label says the sum of what was paid in the year, and of nothing else."""
    words = tidy(label)
    if len(words) > _LONGEST_LABEL or not not_projects.looks_like_sum(words):
        return False
    years = {int(year) for year in YEAR_IN_TEXT.findall(words)}
    if _OTHER_SUM.search(words) or (years and years != {head.ar}):
        return False
    return bool(_PAID.search(words)) or not _NOTHING_MORE.sub("", words)


def _compare(printed: _Printed, source: Source, rows: list[ProjectRow]) -> Finding | None:
    units = {NO_UNIT, *_units(source.projekt)}
    read = [read_amount(printed.cell, unit) for unit in units]
    amounts = [each for each in read if isinstance(each, Amount) and each.value]
    amounts = [each for each in amounts if each.currency in (None, "SEK")]
    if not amounts:
        return None
    on_sheet = [row for row in rows if row.cells.blad == printed.blad]
    for group in (rows, on_sheet):
        paid = _sum(group)
        passed_on = sum((row.values["formedlat"] or Decimal(0) for row in group), Decimal(0))
        for amount in amounts:
            if any(
                abs(amount.value - sum_) <= _tolerance(amount, group)
                for sum_ in (paid, paid - passed_on)
            ):
                return None
    wanted = max(amounts, key=lambda each: each.value).value
    paid = _sum(rows)
    return note(
        TOTAL_STAMMER_EJ,
        blad=printed.blad or None,
        rad=printed.rad or None,
        varde=format_amount(wanted),
        summa=format_amount(paid),
        skillnad=format_amount(wanted - paid),
    )


def _units(tables: Sequence[Table]) -> set[Unit]:
    return {
        column.unit
        for table in tables
        for column in table.columns
        if column is not None and column.field == "utbetalt"
    }


def _sum(rows: Sequence[ProjectRow]) -> Decimal:
    return sum((row.values["utbetalt"] for row in rows), Decimal(0))


def _tolerance(amount: Amount, rows: Sequence[ProjectRow]) -> Decimal:
    """Half a step of every rounded figure."""
    steps = [amount.step, *(row.values["utbetalt_precision"] for row in rows)]
    return sum((step / 2 for step in steps if step is not None and step > 1), Decimal(1) / 2)
