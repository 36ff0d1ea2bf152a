"""Columns beside the payment that hold its parts, and do not come to it.

Belongs here: which columns are parts of what was paid, by what they are called or by what their
figures are on the other rows, and which rows they disagree on. No field reads such columns: the
payment counts whatever they say. Rows that are parts of other rows are for `parts`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final

from fondbok.intake import headers
from fondbok.intake.readers.tables import Table
from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import DELAR_STAMMER_EJ
from fondbok.values.amounts import NO_UNIT, Amount, Unit, format_amount, read_amount
from fondbok.values.resolve import resolve
from fondbok.values.text import tidy

# Beside the name of a part, what changes nothing.
_NOTHING_MORE: Final = re.compile(
    r"\b(?:utbet(?:alt|ald[ae]|alning(?:ar)?)?(?! ?\d)|utfall|belopp|bidrag|medel|eu|stöd|summa|för"
    r"|från|via|ur|i|av|kr|kronor|sek|tkr|tusental|mkr|mnkr|(?:19|20)\d\d)\b|[.:,()/–-]|\s",
    re.IGNORECASE,
)
_MONTH: Final = r"(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w{0,6}"
# Sorts of parts that are the whole year together, each with a name for each of them.
_OF_A_YEAR: Final = (
    (4, re.compile(r"(?:kvartal(?:et)?|kv|k|q|kvart)([1-4])|([1-4])(?:a|e|:a|:e)?kvartalet", re.I)),
    (3, re.compile(r"(?:tertial(?:et)?|t)([1-3])|([1-3])(?:a|e)?tertialet", re.I)),
    (2, re.compile(r"(?:halvår(?:et)?|h|hå)([12])|([12])(?:a|e)?halvåret|(vår|höst)(?:en|termin)?"
                   r"|(vt|ht)", re.I)),
    (12, re.compile(_MONTH, re.I)),
)  # fmt: skip
_NUMBERED: Final = re.compile(
    r"(utbetalning|delutbetalning|delbetalning|betalning|rekvisition|rekv|etapp|fas|del|rat|omgång"
    r"|delprojekt|arbetspaket|ap|wp)s?(\d{1,2})",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"(?:varav|därav|var av|där av)\b", re.IGNORECASE)
_SUM: Final = re.compile(r"\b(?:summan?|total(?:t|en|summa)?|sammanlagt|s:a)\b", re.IGNORECASE)
_FEWEST: Final = 2
# Figures that come to each other on so many rows of a table, and on most of them, are its sum.
_ROWS_THAT_AGREE: Final = 2
_MOST_COLUMNS, _ROWS_ASKED = 14, 200
_LONGEST_HEADER: Final = 60
_WHOLE, _AT_MOST = "hela", "högst"


@dataclass(frozen=True)
class _Parts:
    """Columns of a table that are parts.

    Attributes:
        columns: Those that are added.
        whole: The column they come to; None for the payment.
        how: Whether they come to it, or to no more than it.
    """

    columns: tuple[int, ...]
    whole: int | None = None
    how: str = _WHOLE


def say_part_columns(table: Table, rows: Sequence[ProjectRow]) -> None:
    """Remark on each row of a table whose payment is not what its parts come to."""
    paid = [row for row in rows if row.utfall == "laddad" and row.values["utbetalt"] is not None]
    columns = [
        at
        for at, column in enumerate(table.columns)
        if column is None and not headers.is_information(table.column_name(at))
    ]
    if not paid or not columns:
        return
    named = list(_by_name(table, columns))
    taken = {at for parts in named for at in parts.columns}
    others = [at for at in columns if at not in taken]
    for parts in [*named, *_by_figures(table, others, paid[:_ROWS_ASKED])]:
        for row in paid:
            _compare(row, parts)


# --- which columns are parts ---


def _by_name(table: Table, columns: list[int]) -> Iterator[_Parts]:
    groups: dict[str, dict[str, int]] = defaultdict(dict)
    for at in columns:
        sort, name = _called(table.header[at] if at < len(table.header) else "")
        groups[sort].setdefault(name, at)
    for sort, members in groups.items():
        found = tuple(members.values())
        if sort == "varav":
            yield _Parts(found, how=_AT_MOST)
        elif sort.isdecimal():
            # Of a year with a part missing the others come to no more than the year.
            yield _Parts(found, how=_WHOLE if len(found) == int(sort) else _AT_MOST)
        elif sort:
            yield _Parts(found, how=_WHOLE if len(found) >= _FEWEST else _AT_MOST)


def _called(header: str) -> tuple[str, str]:
    """The sort of part that a header names and which of them it is; "" for none."""
    words = tidy(header)
    if not words or len(words) > _LONGEST_HEADER:
        return "", ""
    if _PART.match(words):
        return "varav", words.casefold()
    bare = _NOTHING_MORE.sub("", words).casefold()
    for count, pattern in _OF_A_YEAR:
        if (found := pattern.fullmatch(bare)) is not None:
            return str(count), next(each for each in found.groups() if each)
    if (numbered := _NUMBERED.fullmatch(bare)) is not None:
        return numbered[1], numbered[2]
    fund = resolve("fond", bare) if bare else None
    return ("fond", bare) if fund is not None and fund.how == "exakt" else ("", "")


def _by_figures(table: Table, columns: list[int], rows: Sequence[ProjectRow]) -> Iterator[_Parts]:
    """Columns side by side that come to the column beside them on most rows."""
    paid = rows[0].cells.column("utbetalt")
    filled = [at for at in columns if any(_amount(row.cells, at) for row in rows)]
    if paid is None or len(filled) >= _MOST_COLUMNS:
        return
    every = sorted([*filled, paid])
    best: tuple[int, _Parts] | None = None
    for first, end in combinations(range(len(every) + 1), 2):
        run = tuple(every[first:end])
        for whole in _beside(table, every, first, end, paid):
            parts = _Parts(run, None if whole == paid else whole)
            agree = _agreeing(rows, parts)
            if agree and (best is None or agree > best[0]):
                best = agree, parts
    if best is not None:
        yield best[1]


def _beside(table: Table, every: list[int], first: int, end: int, paid: int) -> Iterator[int]:
    """The columns next to a run that may be its sum: the payment, or one that is called a sum."""
    if end - first < _FEWEST:
        return
    for at in (first - 1, end):
        if not 0 <= at < len(every):
            continue
        whole = every[at]
        if whole == paid or (paid in every[first:end] and _SUM.search(table.column_name(whole))):
            yield whole


def _agreeing(rows: Sequence[ProjectRow], parts: _Parts) -> int:
    """On how many rows parts come to their whole; 0 where these are not most of them."""
    outcomes = [_difference(row, parts) for row in rows if _filled(row.cells, parts) >= _FEWEST]
    agree = sum(outcome == 0 for outcome in outcomes)
    return agree if agree >= _ROWS_THAT_AGREE and 2 * agree > len(outcomes) else 0


# --- whether they come to it ---


def _compare(row: ProjectRow, parts: _Parts) -> None:
    difference = _difference(row, parts)
    if not difference or (parts.how == _AT_MOST and difference < 0):
        return
    cells = row.cells
    whole = parts.whole if parts.whole is not None else cells.column("utbetalt")
    names = [cells.plan.table.column_name(at) for at in parts.columns if _amount(cells, at)]
    cells.note(
        DELAR_STAMMER_EJ,
        whole,
        delar=" + ".join(names),
        summa=format_amount(_sum(cells, parts)),
        skillnad=format_amount(abs(difference)),
    )


def _difference(row: ProjectRow, parts: _Parts) -> Decimal | None:
    """How much more the parts are than their whole, 0 within what rounding does.

    None where nothing stands in them, or something that is no amount.
    """
    cells = row.cells
    if not _filled(cells, parts) or any(_is_unread(cells, at) for at in parts.columns):
        return None
    wholes = list(_wholes(row, parts))
    total = _sum(cells, parts)
    if not wholes:
        return None
    slack = sum((_step(_amount(cells, at)) for at in parts.columns), _step(wholes[0])) / 2
    differences = [total - whole for whole in wholes]
    nearest = min(differences, key=abs)
    return nearest if abs(nearest) > slack else Decimal(0)


def _wholes(row: ProjectRow, parts: _Parts) -> Iterator[Decimal]:
    """What the parts may come to: as it is written, and as it was read in its column's unit."""
    at = parts.whole if parts.whole is not None else row.cells.column("utbetalt")
    if at is None:
        return
    for unit in (_unit(row.cells, at), NO_UNIT):
        written = read_amount(row.cells.cell_at(at), unit)
        if isinstance(written, Amount):
            yield written.value
    if parts.whole is None:
        yield row.values["utbetalt"]


def _sum(cells: RowCells, parts: _Parts) -> Decimal:
    return sum((_amount(cells, at) for at in parts.columns), Decimal(0))


def _filled(cells: RowCells, parts: _Parts) -> int:
    return sum(_amount(cells, at) != 0 for at in parts.columns)


def _unit(cells: RowCells, at: int) -> Unit:
    column = cells.plan.table.columns[at]
    return column.unit if column is not None else headers.unit_in(cells.plan.table.column_name(at))


def _amount(cells: RowCells, at: int) -> Decimal:
    amount = read_amount(cells.cell_at(at), _unit(cells, at))
    return amount.value if isinstance(amount, Amount) else Decimal(0)


def _is_unread(cells: RowCells, at: int) -> bool:
    read = read_amount(cells.cell_at(at))
    return read is not None and not isinstance(read, Amount)


def _step(amount: Decimal) -> Decimal:
    """The step that a figure is written in: a krona, or an öre."""
    return Decimal(1) if amount == amount.to_integral_value() else Decimal("0.01")
