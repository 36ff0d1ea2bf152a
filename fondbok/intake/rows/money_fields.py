"""The money of a project row: paid, budget and the city's part of it.

Belongs here: which column and which currency hold. How one amount is written is in `amounts`.
"""

from __future__ import annotations

from typing import Any

from fondbok.findings import Finding
from fondbok.intake.rows.row import RowCells
from fondbok.intake.values.amounts import (
    Amount,
    Unreadable,
    format_amount,
    parse_currency,
    read_amount,
)
from fondbok.intake.values.text import is_missing

_PAID_RULE = {
    "tvetydigt": "BELOPP_TVETYDIGT",
    "for_stort": "BELOPP_FOR_STORT",
    "olasligt": "BELOPP_OLASLIGT",
}
BUDGET_FIELDS = ("budget", "stadens_budget")


def read_money(row: RowCells, values: dict[str, Any], ar: int | None) -> Finding | None:
    """Fill the money columns of a raw row.

    Args:
        row: The row as read.
        values: The raw row under way; gets utbetalt*, budget*, stadens_budget*.
        ar: The year reported; chooses between columns of several years.

    Returns:
        The finding that rejects the row when its paid amount cannot be read, else None.
    """
    named = row.text("valuta")
    currency = parse_currency(named) if named else "SEK"
    stopped = _read_paid(row, values, ar, currency)
    for name in BUDGET_FIELDS:
        _read_budget(row, values, name, currency)
    return stopped


def _read_paid(
    row: RowCells, values: dict[str, Any], ar: int | None, currency: str | None
) -> Finding | None:
    chosen = _paid_column(row, ar)
    if isinstance(chosen, Finding):
        return chosen
    if chosen is None:
        return None
    cell = row.cell_at(chosen)
    values["utbetalt_text"] = row.words_at(chosen) or None
    amount = read_amount(cell, row.header_at(chosen).unit)
    if amount is None:
        return None
    if isinstance(amount, Unreadable):
        return _unreadable(row, chosen, amount, _PAID_RULE[amount.why])
    used = amount.currency or currency
    if used is None:
        return row.finding("VALUTA_OKAND", "valuta")
    values["utbetalt"] = amount.value
    values["utbetalt_valuta"] = used
    values["utbetalt_precision"] = amount.step
    values["utbetalt_ungefarlig"] = amount.approximate
    _remarks(row, chosen, amount, used)
    if amount.currency is None and used != "SEK":
        row.note("VALUTA_FRAN_KOLUMN", chosen, tolkning=used)
    if amount.value < 0:
        row.note("NEGATIV_UTBETALNING", chosen)
    return None


def _paid_column(row: RowCells, ar: int | None) -> int | Finding | None:
    """The column of this year's payment: its year first, then kronor before other currencies."""
    columns = row.columns("utbetalt")
    if len(columns) <= 1:
        return columns[0] if columns else None
    this_year = [at for at in columns if row.header_at(at).year in (None, ar)]
    filled = [at for at in this_year or columns if not is_missing(row.words_at(at))]
    if len(filled) <= 1:
        return filled[0] if filled else (this_year or columns)[0]
    kronor = [at for at in filled if row.header_at(at).unit.currency in (None, "SEK")]
    candidates = kronor or filled
    readings = {read_amount(row.cell_at(at), row.header_at(at).unit) for at in candidates}
    values = {reading.value if isinstance(reading, Amount) else reading for reading in readings}
    if len(values) == 1:
        return candidates[0]
    shown = " och ".join(row.shown(at) for at in candidates)
    return row.finding("UTBETALT_TVA_KOLUMNER", candidates[0], shown)


def _read_budget(row: RowCells, values: dict[str, Any], name: str, currency: str | None) -> None:
    at = row.column(name)
    if at is None:
        return
    amount = read_amount(row.cell_at(at), row.header_at(at).unit)
    if amount is None:
        return
    if isinstance(amount, Unreadable):
        rule = "BUDGET_TVETYDIG" if amount.why == "tvetydigt" else "BUDGET_OLASLIG"
        row.fynd.append(_unreadable(row, at, amount, rule))
        return
    used = amount.currency or currency
    if used is None:
        row.note("BUDGET_OLASLIG", at, f"{row.shown(at)} {row.text('valuta')}")
        return
    values[name] = amount.value
    values[f"{name}_valuta"] = used
    _remarks(row, at, amount, used)


def _unreadable(row: RowCells, at: int, amount: Unreadable, rule: str) -> Finding:
    readings = {f"lasning_{n}": text for n, text in enumerate(amount.readings, start=1)}
    return row.finding(rule, at, **readings)


def _remarks(row: RowCells, at: int, amount: Amount, currency: str) -> None:
    if amount.rounded:
        row.note("BELOPP_AVRUNDAT", at, tolkning=format_amount(amount.value, currency))
    if amount.clash:
        row.note("ENHET_MOTSAGER_RUBRIK", at, tolkning=format_amount(amount.value, currency))
