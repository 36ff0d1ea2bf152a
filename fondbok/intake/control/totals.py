"""Control totals: a total row is no project, it is what the rows must add up to.

Belongs here: which rows a total covers and how far rounding may take it. A total that cannot be
checked says why.
"""

from __future__ import annotations

import re
from decimal import Decimal

from fondbok.intake import fields
from fondbok.intake.rows.not_projects import label_of
from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rules import (
    RAD_UNDER_TOTAL,
    TOTAL_KAN_EJ_KONTROLLERAS,
    TOTAL_STAMMER_EJ,
    TOTAL_UTAN_ETIKETT,
)
from fondbok.values.amounts import format_amount
from fondbok.values.resolve import Register, resolve

_ON_THE_WAY = re.compile(r"(?:del|mellan|grupp|sub)", re.IGNORECASE)
_NAMED_BY: tuple[tuple[Register, str], ...] = (("fond", "fond_kod"), ("roll", "roll"))


def check_totals(rows: list[ProjectRow]) -> None:
    """Compare every total row of one table with the rows above it."""
    above: list[ProjectRow] = []
    since_last: list[ProjectRow] = []
    for row in rows:
        if row.part:
            continue
        if row.utfall != "total":
            above.append(row)
            since_last.append(row)
            continue
        for name in fields.MONEY:
            if row.values[name] is not None:
                groups = [_covered(row, above), since_last, *_other_groups(row, above)]
                _check(row, name, groups)
        since_last = []
    _say_below_total(rows)


def _say_below_total(rows: list[ProjectRow]) -> None:
    """Payments under the last total of their table: no total has them."""
    totals = [(at, row) for at, row in enumerate(rows) if row.utfall == "total" and not row.part]
    if not totals:
        return
    at, total = totals[-1]
    wanted = total.values["utbetalt"]
    if not wanted or _is_of_a_group(total):
        return
    currency = total.values["utbetalt_valuta"]
    if any(row.values["utbetalt_valuta"] not in (None, currency) for row in rows):
        return
    above = [row for row in rows[:at] if row.utfall != "total"]
    for covered, below in (
        (_covered(total, above), _covered(total, rows[at + 1 :])),
        (above, rows[at + 1 :]),
    ):
        # A sum of other rows may have those below it, or it is remarked on already.
        if abs(wanted - _sum(covered, "utbetalt")) <= _tolerance(total, covered, "utbetalt"):
            _say_each_below(total, below)
            return


def _say_each_below(total: ProjectRow, below: list[ProjectRow]) -> None:
    shown = _shown(total, "utbetalt")
    for row in below:
        same_table = row.cells.plan.table is total.cells.plan.table
        if same_table and row.utfall == "laddad" and row.values["utbetalt"]:
            row.cells.note(RAD_UNDER_TOTAL, "projekt", total=shown)


def _is_of_a_group(total: ProjectRow) -> bool:
    """Whether the label of a total says that it is a part's, or a sum on the way."""
    label = label_of(total.cells)
    if any(remark.regel == TOTAL_UTAN_ETIKETT.id for remark in total.cells.fynd):
        return True
    if _ON_THE_WAY.match(label):
        return True
    named = label.partition(" ")[2].strip(" :.-–")
    registers: tuple[Register, ...] = ("fond", "roll", "namnd")
    return bool(named) and any(resolve(register, named).code for register in registers)


def _other_groups(total: ProjectRow, above: list[ProjectRow]) -> list[list[ProjectRow]]:
    """What a total may cover besides: the rows of its own table, of the fund or role it names."""
    own_table = [row for row in above if row.cells.plan is total.cells.plan]
    groups = [own_table] if 0 < len(own_table) < len(above) else []
    named = label_of(total.cells).partition(" ")[2].strip(" :.-–")
    for register, column in _NAMED_BY:
        code = resolve(register, named).code if named else None
        groups += [[row for row in above if row.values[column] == code]] if code else []
    return groups


def _covered(total: ProjectRow, rows: list[ProjectRow]) -> list[ProjectRow]:
    """The rows of the unit and year a total names in its own cells; all when it names none."""
    own_unit = total.cells.text("namnd") and total.values["namnd_kod"]
    own_year = total.cells.text("ar") and total.values["ar"]
    return [
        row
        for row in rows
        if (not own_unit or row.values["namnd_kod"] == own_unit)
        and (not own_year or row.values["ar"] == own_year)
    ]


def _check(total: ProjectRow, name: str, groups: list[list[ProjectRow]]) -> None:
    wanted: Decimal = total.values[name]
    reason = _uncheckable(total, name, groups[0])
    if reason is not None:
        total.cells.note(TOTAL_KAN_EJ_KONTROLLERAS, name, _shown(total, name), orsak=reason)
        return
    differences: list[Decimal] = []
    for group in groups:
        once = [row for row in group if row.utfall != "dubblett"]
        for rows in (group, once):
            difference = wanted - _sum(rows, name)
            if abs(difference) <= _tolerance(total, rows, name):
                return
            differences.append(difference)
    difference = differences[0]
    total.cells.note(
        TOTAL_STAMMER_EJ,
        name,
        format_amount(wanted),
        summa=format_amount(wanted - difference),
        skillnad=format_amount(difference),
    )


def _uncheckable(total: ProjectRow, name: str, rows: list[ProjectRow]) -> str | None:
    currencies = {
        row.values[f"{name}_valuta"] for row in (*rows, total) if row.values[name] is not None
    }
    if len(currencies) > 1:
        return "raderna är i olika valutor"
    if any(_money_unread(row, name) for row in rows):
        return "en rad har ett belopp som inte går att läsa"
    return None


def _money_unread(row: ProjectRow, name: str) -> bool:
    return row.values[name] is None and row.cells.text(name) is not None


def _sum(rows: list[ProjectRow], name: str) -> Decimal:
    return sum((row.values[name] or Decimal(0) for row in rows), Decimal(0))


def _tolerance(total: ProjectRow, rows: list[ProjectRow], name: str) -> Decimal:
    """Half a step for every rounded figure; nothing where all are in kronor and öre."""
    if name != "utbetalt":
        return Decimal(0)
    steps = [row.values["utbetalt_precision"] for row in (total, *rows)]
    return sum((step / 2 for step in steps if step is not None and step > 1), Decimal(0))


def _shown(total: ProjectRow, name: str) -> str:
    return format_amount(total.values[name], total.values[f"{name}_valuta"])
