"""What two values of a submission say about each other: nothing here changes a value.

Belongs here: checks within a row and between rows of one file. Checks against other years, other
files and the ledger are SQL in the models.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fondbok.intake.amounts import format_amount
from fondbok.intake.resolve import project_key
from fondbok.intake.row import RowCells
from fondbok.intake.text import key

if TYPE_CHECKING:
    from fondbok.intake.project_rows import ProjectRow

# A slip between kronor, tusental and miljoner shows as a factor of about ten or more.
_SLIP = 10
# So small a payment against so large a budget is more likely thousands than kronor.
_TOO_SMALL = Decimal(5_000)
_SMALL_FACTOR = 1_000


def check_row(row: RowCells, values: dict[str, Any]) -> None:
    """Remark on what does not fit together within a row."""
    start, end = values["start_datum"], values["slut_datum"]
    if start and end and end < start:
        name = "slut" if row.columns("slut") else "period"
        row.note("SLUT_FORE_START", name, end.isoformat(), start=start.isoformat())
    _check_parts(row, values)
    _check_paid(row, values)


def _check_parts(row: RowCells, values: dict[str, Any]) -> None:
    part, whole = values["stadens_budget"], values["budget"]
    if part is None or whole is None or part <= whole:
        return
    if values["budget_valuta"] == values["stadens_budget_valuta"]:
        row.note("STADENS_BUDGET_OVER_TOTAL", "stadens_budget", budget=format_amount(whole))


def _check_paid(row: RowCells, values: dict[str, Any]) -> None:
    paid = values["utbetalt"]
    if paid is None or paid <= 0:
        return
    against = _budget(values)
    if against is None:
        return
    name, budget = against
    shown = format_amount(budget, values["utbetalt_valuta"])
    if paid >= _SLIP * budget:
        row.note(
            "MAGNITUD", "utbetalt", faktor=_factor(paid / budget), riktning="större", budget=shown
        )
    elif paid > budget:
        mot = "stadens del av budgeten" if name == "stadens_budget" else "projektets budget"
        row.note("UTBETALT_OVER_BUDGET", "utbetalt", mot=mot, budget=shown)
    elif paid < _TOO_SMALL and budget >= _SMALL_FACTOR * paid:
        row.note(
            "MAGNITUD", "utbetalt", faktor=_factor(budget / paid), riktning="mindre", budget=shown
        )


def _budget(values: dict[str, Any]) -> tuple[str, Decimal] | None:
    """The budget a payment is held against: the city's part before the whole project's."""
    for name in ("stadens_budget", "budget"):
        same_currency = values[f"{name}_valuta"] == values["utbetalt_valuta"]
        if values[name] is not None and values[name] > 0 and same_currency:
            return name, values[name]
    return None


def _factor(ratio: Decimal) -> int:
    """The power of ten nearest below a ratio, for the message."""
    return 10 ** max(1, ratio.adjusted())


def check_rows(rows: list[ProjectRow]) -> None:
    """Find rows that are alike and projects that stand twice, over all tables of a file."""
    seen_rows: dict[tuple[str, tuple[str, ...]], int] = {}
    seen_projects: dict[tuple[str, Any, str], int] = {}
    for row in rows:
        if row.utfall != "laddad":
            continue
        same = (row.content, tuple(row.cells.plan.keys))
        if same in seen_rows:
            row.utfall = "dubblett"
            row.cells.note("RAD_DUBBLETT", "projekt", forsta=seen_rows[same])
            continue
        seen_rows[same] = row.cells.rad
        _check_project(row, seen_projects)


def _check_project(row: ProjectRow, seen: dict[tuple[str, Any, str], int]) -> None:
    values = row.values
    unit = values["namnd_kod"] or key(values["namnd_text"] or "")
    names = [project_key(values["projekt"], values["ar"])]
    if values["bidragsnummer"]:
        names.append("#" + key(values["bidragsnummer"]))
    keys = [(unit, values["ar"], name) for name in names]
    first = next((seen[each] for each in keys if each in seen), None)
    if first is not None:
        row.cells.note("PROJEKT_TVA_GANGER", "projekt", forsta=first)
    for each in keys:
        seen.setdefault(each, row.cells.rad)
