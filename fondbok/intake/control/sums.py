"""Sums nobody labelled: a row whose amount is that of the rows above it.

Belongs here: which rows of a table are taken for sums by their amounts, and which are only said to
look like one. Sums that say so are known by their words (`not_projects`).
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from fondbok.intake.rows import not_projects
from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rules import PROJEKT_SAKNAS, RAD_LIKNAR_SUMMA, TOTAL_UTAN_ETIKETT

_FEWEST_ROWS = 2
_MOST_BELOW = 200


class _Rows:
    """The payments of the rows passed, by currency."""

    def __init__(self) -> None:
        self._sums: dict[str, Decimal] = defaultdict(Decimal)
        self._counts: dict[str, int] = defaultdict(int)

    def add(self, amount: Decimal, currency: str) -> None:
        self._sums[currency] += amount
        self._counts[currency] += 1

    def are(self, amount: Decimal, currency: str, fewest: int) -> bool:
        return self._counts[currency] >= fewest and self._sums[currency] == amount


def find_sums(rows: list[ProjectRow]) -> None:
    """Turn unlabelled sums into totals, or say that a project looks like one."""
    above, since_sum = _Rows(), _Rows()
    bare = _bare_among_others(rows)
    for at, row in enumerate(rows):
        amount, currency = row.values["utbetalt"], row.values["utbetalt_valuta"]
        if row.utfall == "total":
            since_sum = since_sum if row.part else _Rows()
            continue
        name = row.values["projekt"]
        named = name is not None and not_projects.looks_like_sum(name)
        fewest = 1 if named else _FEWEST_ROWS
        is_sum = bool(amount) and any(
            rows_.are(amount, currency, fewest) for rows_ in (since_sum, above)
        )
        if is_sum and _take(row):
            since_sum = _Rows()
            continue
        doubtful = is_sum and not_projects.holds_only_a_sum(row.cells)
        if id(row) in bare and name is not None and amount:
            doubtful = doubtful or not_projects.may_name_sum(name) or _heads_sum(rows, at)
        if row.utfall == "laddad" and (doubtful or named):
            row.cells.note(RAD_LIKNAR_SUMMA, "projekt")
        if amount:
            above.add(amount, currency)
            since_sum.add(amount, currency)


def _bare_among_others(rows: list[ProjectRow]) -> set[int]:
    """The rows that hold only what a sum does, in a table whose other rows mostly say more."""
    projects = [row for row in rows if row.utfall == "laddad"]
    bare = [row for row in projects if not_projects.holds_only_a_sum(row.cells)]
    return {id(row) for row in bare} if 2 * len(bare) <= len(projects) else set()


def _heads_sum(rows: list[ProjectRow], at: int) -> bool:
    """Whether a row's amount is that of the rows below it, all of them or the next few."""
    amount, currency = rows[at].values["utbetalt"], rows[at].values["utbetalt_valuta"]
    below, counted = Decimal(0), 0
    for row in rows[at + 1 : at + 1 + _MOST_BELOW]:
        if row.utfall == "total" or row.values["utbetalt_valuta"] not in (None, currency):
            return False
        if row.values["utbetalt"]:
            below += row.values["utbetalt"]
            counted += 1
        if counted >= _FEWEST_ROWS and below == amount:
            return True
    return False


def _take(row: ProjectRow) -> bool:
    """Make a row a total when nothing in it belongs to a project of its own."""
    name = row.values["projekt"]
    only_a_sum = not_projects.holds_only_a_sum(row.cells)
    if name is None:
        nameless = row.stopped is not None and row.stopped.regel == PROJEKT_SAKNAS.id
        if not (nameless and only_a_sum):
            return False
    else:
        group = only_a_sum and not_projects.is_group_name(name)
        if row.utfall != "laddad" or not (group or not_projects.looks_like_sum(name)):
            return False
    row.utfall, row.stopped = "total", None
    row.goals.clear()
    row.cells.fynd = [remark for remark in row.cells.fynd if remark.allvar != "fel"]
    row.cells.note(TOTAL_UTAN_ETIKETT, "utbetalt")
    return True
