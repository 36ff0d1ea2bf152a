"""Project tables that do not count: which, and what is told of them.

Belongs here: tables of another year beside the submission's own, and how many projects and how much
money stand in the tables that were left out, so that nobody finds out later.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from fondbok.findings import Finding
from fondbok.intake.head.columns import settle_columns, shown
from fondbok.intake.head.who_when import Submission
from fondbok.intake.readers.tables import Source, Table, is_total_label
from fondbok.intake.rows.project_rows import read_rows
from fondbok.intake.rules import BLAD_RAKNAS_INTE, TABELL_OKAND, TITEL_ANNAT_AR, note
from fondbok.values.amounts import Amount, format_amount, read_amount
from fondbok.values.dates import YEAR_IN_TEXT
from fondbok.values.text import cell_text

_LONGEST_TITLE = 80
_TITLE = re.compile(
    r"projekt|redovis|underlag|utbetal|sammanst|bokslut|internationell|bidrag|rapport|\beu\b", re.I
)


def leave_out_other_years(source: Source, head: Submission) -> None:
    """Take away tables named after another year, where a table of the submission's year is left."""
    if head.ar is None or len(source.projekt) < 2:
        return
    named = [_year_of(table) for table in source.projekt]
    if not any(year in (None, head.ar) for year in named):
        return
    kept: list[Table] = []
    for table, year in zip(source.projekt, named, strict=True):
        if year in (None, head.ar):
            kept.append(table)
        else:
            source.left_out.append((f"tabellen gäller {year}", table))
    source.projekt = kept


def _year_of(table: Table) -> int | None:
    """The one year that a table's title or its sheet's name says; None for none and for several."""
    for text in (" ".join(table.title), table.blad):
        years = {int(year) for year in YEAR_IN_TEXT.findall(text)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def say_other_titles(source: Source, head: Submission) -> list[Finding]:
    """A remark where the title of the tables that count is another year's: last year's copy?"""
    if not head.ar_from_start:
        return []
    pairs = [pair for pair in source.start if pair.value is None]
    labels = [pair.label for pair in pairs]
    title = _other_title(labels, labels, head)
    first = [pair for pair in pairs if pair.label == title][:1]
    fynd = [_of_other_year(head, pair.label, pair.blad, pair.rad or None) for pair in first]
    for table in source.projekt if source.format != "docx" else ():
        titles = [table.blad, *table.captions]
        title = _other_title(titles, [*titles, *table.header], head)
        if title is not None:
            fynd.append(_of_other_year(head, title, table.blad, table.header_rad))
    return fynd


def _other_title(titles: list[str], texts: list[str], head: Submission) -> str | None:
    """The first of some titles that says one other year, where no text says the submission's."""
    if any(str(head.ar) in text for text in texts):
        return None
    return next((text for text in titles if _is_of_one_year(text)), None)


def _is_of_one_year(text: str) -> bool:
    one = len(set(YEAR_IN_TEXT.findall(text))) == 1
    return one and len(text) <= _LONGEST_TITLE and _TITLE.search(text) is not None


def _of_other_year(head: Submission, title: str, blad: str, rad: int | None) -> Finding:
    year = YEAR_IN_TEXT.findall(title)[0]
    place: dict[str, Any] = {"blad": blad or None, "rad": rad}
    return note(TITEL_ANNAT_AR, varde=shown(title), titel_ar=year, ar=head.ar, **place)


def say_left_out(source: Source, head: Submission) -> list[Finding]:
    """A remark a table that does not count, with its projects and their money."""
    fynd = [_unread(table) for table in source.projekt if table.unread]
    for reason, table in source.left_out:
        settle_columns(table, head, table.captions)
        rows = [row for row in read_rows(table, head, None).rows if row.utfall != "total"]
        paid = sum((row.values["utbetalt"] or Decimal(0) for row in rows), Decimal(0))
        alone = not any(other.blad == table.blad for other in source.projekt)
        where = f"Bladet {table.blad}" if alone else f"Tabellen på rad {table.header_rad}"
        fynd.append(
            note(
                BLAD_RAKNAS_INTE,
                blad=table.blad or None,
                rad=None if alone else table.header_rad,
                varde=table.blad,
                tabell=where,
                orsak=reason,
                antal=len(rows),
                summa=format_amount(paid, "kr"),
            )
        )
    return fynd


def _unread(table: Table) -> Finding:
    rad, first = table.unread[0]
    amounts = [
        amount.value
        for _, cells in table.unread[1:]
        if not any(is_total_label(cell_text(cell)) for cell in cells)
        for at, column in enumerate(table.columns)
        if column is not None and column.field == "utbetalt" and at < len(cells)
        if isinstance(amount := read_amount(cells[at], column.unit), Amount)
    ]
    return note(
        TABELL_OKAND,
        blad=table.blad or None,
        rad=rad,
        varde=shown(" | ".join(filter(None, map(cell_text, first)))),
        antal=len(table.unread) - 1,
        summa=format_amount(sum(amounts, Decimal(0)), "kr"),
    )
