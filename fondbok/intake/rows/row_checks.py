"""What two values of one row say about each other: nothing here changes a value.

Belongs here: time and money that do not fit together within a row. Rows held against each other
are in `control`; other years, other files and the ledger are SQL in the models.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from fondbok import organisation
from fondbok.intake import fields
from fondbok.intake.rows.money_fields import NO_PROJECT_HAS
from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import (
    ANDELAR_OVER_100,
    BELOPP_OVANLIGT,
    BELOPP_SAMMANSLAGET,
    CELL_KOMMENTAR,
    FORMEDLAT_NEGATIVT,
    FORMEDLAT_OVER_UTBETALT,
    FORMEDLAT_UTAN_UTBETALT,
    FORMEL_EJ_RAKNAD,
    MAGNITUD,
    RAD_DOLD,
    RAD_GENOMSTRUKEN,
    SLUT_FORE_START,
    STADENS_BUDGET_OVER_TOTAL,
    UTBETALT_OVER_BUDGET,
    VARDE_SYNS_INTE,
)
from fondbok.values.amounts import Amount, format_amount, read_amount
from fondbok.values.number_format import shows_nothing

# A slip between kronor, tusental and miljoner shows as a factor of about ten or more.
_SLIP = 10
# So small a payment against so large a budget is more likely thousands than kronor.
_TOO_SMALL = Decimal(20_000)
_SMALL_FACTOR = 1_000
# So much was never paid to one nämnd for one project in one year.
_UNHEARD_OF = Decimal(100_000_000)
_ALL = 100
_LONGEST_FORMULA = 80
_OWN_PART = "{organisationens} del av budgeten"


def check_row(row: RowCells, values: dict[str, Any]) -> None:
    """Remark on what does not fit together within a row."""
    start, end = values["start_datum"], values["slut_datum"]
    if start and end and end < start:
        name = "slut" if row.columns("slut") else "period"
        row.note(SLUT_FORE_START, name, end.isoformat(), start=start.isoformat())
    _check_parts(row, values)
    _check_shares(row, values)
    _check_passed_on(row, values)
    _check_paid(row, values)


def say_marks(row: RowCells) -> None:
    """Remark on a row that counts though a person who opens the file does not see it, or it struck.

    Of a cell with an amount in which only a part is struck through, `money_fields` decides.
    """
    marks = row.plan.table.marks
    if row.rad in marks.hidden_rows:
        row.note(RAD_DOLD, None)
    if marks.unseen:
        _say_unseen(row)
    say_merged(row, fields.MONEY)
    say_comments(row)
    say_formulas(row)
    if not (marks.struck or marks.half_struck):
        return
    for at, column in enumerate(row.plan.table.columns):
        place = (row.rad, at)
        if column is None or not row.words_at(at):
            continue
        half = place in marks.half_struck and column.field not in fields.MONEY
        if place in marks.struck or half:
            row.note(RAD_GENOMSTRUKEN, at)
            return


def say_comments(row: RowCells) -> None:
    """Remark on cells that somebody has put a comment at: it may say something else."""
    commented = row.plan.table.marks.commented
    if not commented:
        return
    for at, column in enumerate(row.plan.table.columns):
        if column is not None and (row.rad, at) in commented:
            row.note(CELL_KOMMENTAR, at)


def say_formulas(row: RowCells) -> None:
    """Remark on values that are not what the formula of their cell comes to."""
    marks = row.plan.table.marks
    if not marks.doubted:
        return
    for at in range(len(row.plan.table.columns)):
        blir = marks.doubted.get((row.rad, at))
        if blir is not None:
            text = marks.formulas[row.rad, at].text
            row.note(FORMEL_EJ_RAKNAD, at, formel=f"={text[:_LONGEST_FORMULA]}", blir=blir)


def say_merged(row: RowCells, among: Collection[str]) -> None:
    """Remark on an amount that stands once over several rows: whose it is nobody can see.

    Args:
        row: the row it stands in, which is the one it counts for.
        among: ids of the fields that hold amounts or counts.
    """
    tall = row.plan.table.marks.tall
    if not tall:
        return
    for at, column in enumerate(row.plan.table.columns):
        last = tall.get((row.rad, at))
        if last is None or column is None or column.field not in among:
            continue
        rows = sum(row.rad <= rad <= last for rad, _ in row.plan.table.rows)
        amount = read_amount(row.cell_at(at))
        if rows > 1 and not (isinstance(amount, Amount) and amount.value == 0):
            row.note(BELOPP_SAMMANSLAGET, at, antal=rows)


def _say_unseen(row: RowCells) -> None:
    """Every amount that is there and cannot be seen; of other cells the first one."""
    other_said = False
    for at, column in enumerate(row.plan.table.columns):
        code = row.plan.table.marks.unseen.get((row.rad, at))
        if code is None or column is None or not row.words_at(at):
            continue
        if code and not shows_nothing(code, row.cell_at(at)):
            continue
        if column.field not in fields.MONEY and other_said:
            continue
        other_said = other_said or column.field not in fields.MONEY
        how = f"talformatet {code} visar inget" if code else "texten har bakgrundens färg"
        row.note(VARDE_SYNS_INTE, at, hur=how)


def _check_parts(row: RowCells, values: dict[str, Any]) -> None:
    part, whole = values["stadens_budget"], values["budget"]
    if part is None or whole is None or part <= whole:
        return
    if values["budget_valuta"] == values["stadens_budget_valuta"]:
        row.note(STADENS_BUDGET_OVER_TOTAL, "stadens_budget", budget=format_amount(whole))


def _check_shares(row: RowCells, values: dict[str, Any]) -> None:
    shares = [values[name] for name in ("eu_andel", "egen_kontant", "egen_tid")]
    known = [share for share in shares if share is not None]
    # One share alone is read as a percent, and that is no more than all.
    if len(known) > 1 and sum(known) > _ALL:
        own = "egen_kontant" if values["egen_kontant"] is not None else "egen_tid"
        row.note(ANDELAR_OVER_100, own, f"{sum(known).normalize():f}".replace(".", ","))


def _check_passed_on(row: RowCells, values: dict[str, Any]) -> None:
    part, whole = values["formedlat"], values["utbetalt"]
    if part is None:
        return
    if part < 0:
        row.note(FORMEDLAT_NEGATIVT, "formedlat")
        return
    if whole is None:
        row.note(FORMEDLAT_UTAN_UTBETALT, "formedlat")
        return
    comparable = values["formedlat_valuta"] == values["utbetalt_valuta"]
    if comparable and part > max(whole, 0):
        row.note(FORMEDLAT_OVER_UTBETALT, "formedlat", utbetalt=format_amount(whole))


def _check_paid(row: RowCells, values: dict[str, Any]) -> None:
    paid = values["utbetalt"]
    if paid is None or paid <= 0:
        return
    against = _budget(values)
    if against is None:
        if _UNHEARD_OF <= paid < NO_PROJECT_HAS:
            row.note(BELOPP_OVANLIGT, "utbetalt")
        return
    name, budget = against
    if _TOO_SMALL <= paid <= budget:
        return
    shown = format_amount(budget, values["utbetalt_valuta"])
    if paid >= _SLIP * budget:
        row.note(
            MAGNITUD, "utbetalt", faktor=_factor(paid / budget), riktning="större", budget=shown
        )
    elif paid > budget:
        mot = organisation.filled(_OWN_PART) if name == "stadens_budget" else "projektets budget"
        row.note(UTBETALT_OVER_BUDGET, "utbetalt", mot=mot, budget=shown)
    elif paid < _TOO_SMALL and budget >= _SMALL_FACTOR * paid:
        row.note(
            MAGNITUD, "utbetalt", faktor=_factor(budget / paid), riktning="mindre", budget=shown
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
