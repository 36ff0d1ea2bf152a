"""What stands out among the rows of a file: a slip of three zeros, a lone year, no money at all.

Belongs here: rows held against the other rows of their file, where nothing in the row itself is
wrong. Nothing is changed; somebody is asked to look. Other files and the ledger are SQL.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from statistics import median
from typing import Final

from fondbok.findings import Finding
from fondbok.intake import fields
from fondbok.intake.rows.project_rows import ProjectRow
from fondbok.intake.rules import (
    BELOPP_AVVIKER,
    BELOPP_BREDVID_LITET,
    BELOPP_LITET,
    BELOPP_OVANLIGT,
    BELOPP_SMA,
    BELOPP_STORT_I_TUSENTAL,
    MAGNITUD,
    RAD_ENSAM_OM_AR,
    UTBETALT_OVER_BUDGET,
    UTBETALT_TOMT,
    note,
)
from fondbok.values.amounts import format_amount

_THOUSAND: Final = Decimal(1_000)
# So far apart no payments of one file lie by themselves, and so near one falls when it is read in
# the other unit.
_APART: Final = 10
_NEAR: Final = 2
_FEWEST_OTHERS: Final = 3
# How far from the middle of the rest an amount falls that belongs among them; from one other less.
_FURTHEST, _FURTHEST_FROM_ONE = 6, 4
# Whatever the others are, so little is hardly what a project is paid in a year.
_HARDLY: Final = Decimal(1_000)
# A figure of a field that a city adds may be of any size.
_BESIDE: Final = frozenset({"formedlat", "budget", "stadens_budget"})
# What was passed on is more of the payment than this part, or nothing.
_NO_PART: Final = 500
# What is paid to one project in one year is no smaller, and what is read in thousands no larger.
_TOO_SMALL, _TOO_LARGE = Decimal(20_000), Decimal(50_000_000)
# So much is paid to few projects of a city in a year, and hardly to half of a file's.
_LARGE: Final = Decimal(10_000_000)
_SURE: Final = Decimal(2_000_000)
# Thousands of kronor are at least so many.
_NO_COUNT: Final = 500
_SAID: Final = frozenset({MAGNITUD.id, UTBETALT_OVER_BUDGET.id, BELOPP_AVVIKER.id})


def check_odd_ones(rows: list[ProjectRow]) -> list[Finding]:
    """Remark on rows that stand out; what holds for a whole table is returned."""
    loaded = [row for row in rows if row.utfall == "laddad"]
    _check_magnitudes(loaded)
    _check_thousands(loaded)
    _check_amounts_beside(loaded)
    _check_years(loaded)
    return _no_payment_at_all(loaded)


def _check_magnitudes(rows: list[ProjectRow]) -> None:
    """Amounts that are in their place only if they were written in another unit."""
    paid = [(row, row.values["utbetalt"]) for row in rows if (row.values["utbetalt"] or 0) > 0]
    paid = [(row, amount) for row, amount in paid if row.values["utbetalt_valuta"] == "SEK"]
    if len(paid) > _FEWEST_OTHERS:
        largest = max(amount for _, amount in paid)
        if _NO_COUNT <= largest < _TOO_SMALL:  # all of them may be
            paid[0][0].cells.note(BELOPP_SMA, "utbetalt", antal=len(paid))
            return
        _check_beside_others(paid)
    _check_beside_most(paid)
    for row, amount in paid:
        if amount < _HARDLY and not _is_said(row):
            row.cells.note(BELOPP_LITET, "utbetalt")


def _check_thousands(rows: list[ProjectRow]) -> None:
    """Whole numbers that were read in thousands and may be kronor: most of them, or a huge one."""
    read = [row for row in rows if _is_in_thousands(row)]
    large = [row for row in read if row.values["utbetalt"] >= _LARGE]
    # One that would be hardly anything in kronor is in thousands, and the others with it.
    most = 2 * len(large) >= len(read) and all(row.values["utbetalt"] >= _SURE for row in read)
    huge = [row for row in large if row.values["utbetalt"] >= _TOO_LARGE and not _is_large(row)]
    for row in large[:1] if most else huge:
        shown = format_amount(row.values["utbetalt"], "kr")
        row.cells.note(BELOPP_STORT_I_TUSENTAL, "utbetalt", tolkning=shown, antal=len(large))


def _is_large(row: ProjectRow) -> bool:
    """Whether it is said already that an amount is too large."""
    return _is_said(row) or any(each.regel == BELOPP_OVANLIGT.id for each in row.cells.fynd)


def _is_in_thousands(row: ProjectRow) -> bool:
    """Whether a payment is a whole number that its column or its format made thousands of kronor.

    One that says tkr itself is believed.
    """
    paid, words = row.values["utbetalt"], row.values["utbetalt_text"] or ""
    return (
        (paid or 0) > 0
        and row.values["utbetalt_valuta"] == "SEK"
        and row.values["utbetalt_precision"] == _THOUSAND
        and not any(map(str.isalpha, words))
    )


def _check_beside_others(paid: list[tuple[ProjectRow, Decimal]]) -> None:
    """One amount that would be among the others if it was in another unit."""
    in_order = sorted(amount for _, amount in paid)
    for row, amount in paid:
        if _TOO_SMALL <= amount <= _TOO_LARGE:
            continue
        # Only the least can be too small, only the largest too large.
        small = amount < _TOO_SMALL and amount == in_order[0]
        least, most = (in_order[1], in_order[-1]) if small else (in_order[0], in_order[-2])
        as_others = amount * _THOUSAND if small else amount / _THOUSAND
        far = least >= _APART * amount if small else amount >= _APART * most
        if far and least / _NEAR <= as_others <= most * _NEAR:
            _say_other_unit(row, as_others, small=small)


def _check_beside_most(paid: list[tuple[ProjectRow, Decimal]]) -> None:
    """Several amounts that would be among the rest if they were in another unit.

    Held against the middle one of the rest: two that are wrong do not hide each other, nor does one
    that is large.
    """
    for small in (True, False) if len(paid) >= _FEWEST_OTHERS else ():
        odd = [each for each in paid if (each[1] < _TOO_SMALL if small else each[1] > _TOO_LARGE)]
        odd_rows = {id(row) for row, _ in odd}
        rest = [amount for row, amount in paid if id(row) not in odd_rows]
        if not rest:
            continue
        middle = median(rest)
        furthest = _FURTHEST if len(rest) > 1 else _FURTHEST_FROM_ONE
        for row, amount in odd:
            as_others = amount * _THOUSAND if small else amount / _THOUSAND
            if amount >= _THOUSAND and middle / furthest <= as_others <= middle * furthest:
                _say_other_unit(row, as_others, small=small)


def _say_other_unit(row: ProjectRow, as_others: Decimal, *, small: bool) -> None:
    if not _is_said(row):
        row.cells.note(
            BELOPP_AVVIKER,
            "utbetalt",
            riktning="mindre" if small else "större",
            tolkning=format_amount(as_others, "kr"),
        )


def _check_amounts_beside(rows: list[ProjectRow]) -> None:
    """Amounts beside the payment that may be in another unit than it, or a percent."""
    for row in rows:
        paid = row.values["utbetalt"]
        for field in (each for each in fields.AMOUNTS if each.id in _BESIDE):
            amount = row.values[field.id]
            if not amount or amount < 0 or row.values[f"{field.id}_valuta"] != "SEK":
                continue
            if field.part_of and not paid:  # said already
                continue
            # A part may be any part of the payment, but hardly so small a one.
            tiny = field.part_of and paid and amount < min(paid / _NO_PART, _TOO_SMALL)
            if (amount < _HARDLY or (_HARDLY and tiny)) and not _is_said(row):
                row.cells.note(BELOPP_BREDVID_LITET, field.id)


def _is_said(row: ProjectRow) -> bool:
    return any(remark.regel in _SAID for remark in row.cells.fynd)


def _check_years(rows: list[ProjectRow]) -> None:
    """The one row of a year, in a file whose rows say their years themselves."""
    years: dict[int, list[ProjectRow]] = defaultdict(list)
    for row in rows:
        if row.cells.text("ar") is not None:
            years[row.values["ar"]].append(row)
    most = max(years, key=lambda ar: (len(years[ar]), ar), default=0)
    if len(years) < 2 or len(years[most]) < _FEWEST_OTHERS:
        return
    for alone in years.values():
        if len(alone) == 1:
            alone[0].cells.note(RAD_ENSAM_OM_AR, "ar", andra=most, antal=len(years[most]))


def _no_payment_at_all(rows: list[ProjectRow]) -> list[Finding]:
    """Budgets in nearly every row and no payment: the amounts may stand in the wrong column."""
    asked = [row for row in rows if row.cells.columns("utbetalt")]
    unpaid = [row for row in asked if not row.cells.text("utbetalt")]
    with_budget = [row for row in unpaid if row.values["budget"] or row.values["stadens_budget"]]
    most = len(with_budget) * 5 >= len(asked) * 4 or len(unpaid) == len(asked)
    if len(with_budget) < 2 or not most:
        return []
    table = with_budget[0].cells.plan.table
    kolumn = table.column_name(with_budget[0].cells.columns("utbetalt")[0])
    return [
        note(
            UTBETALT_TOMT,
            blad=table.blad or None,
            rad=table.header_rad or None,
            kolumn=kolumn,
            antal=len(with_budget),
        )
    ]
