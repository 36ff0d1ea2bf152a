"""The money of a project row: paid, what of it was passed on, budget and the city's part of it.

Belongs here: which column and which currency hold, and when two readings of a cell are left. How
one amount is written is in `amounts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from fondbok import seeds
from fondbok.findings import Finding
from fondbok.intake import fields
from fondbok.intake.fields import Field
from fondbok.intake.rows.row import RowCells
from fondbok.intake.rules import (
    BELOPP_AVRUNDAT,
    BELOPP_FOR_STORT,
    BELOPP_OLASLIGT,
    BELOPP_TVETYDIGT,
    BY_ID,
    ENHET_MOTSAGER_RUBRIK,
    NEGATIV_UTBETALNING,
    RAD_ANNAN_NAMND,
    UTBETALT_TVA_KOLUMNER,
    VALUTA_FRAN_FORMAT,
    VALUTA_FRAN_KOLUMN,
    VALUTA_MOTSAGER_RUBRIK,
    VALUTA_OKAND,
    VALUTA_UTAN_KURS,
)
from fondbok.values.amounts import (
    Amount,
    Unit,
    Unreadable,
    format_amount,
    parse_currency,
    read_amount,
)
from fondbok.values.number_format import NumberFormat
from fondbok.values.resolve import resolve
from fondbok.values.text import is_missing

# No project of a city was ever paid so much; a code or a number of zeros too many was typed.
NO_PROJECT_HAS: Final = Decimal(10) ** 12

_PAID_RULE = {
    "tvetydigt": BELOPP_TVETYDIGT,
    "for_stort": BELOPP_FOR_STORT,
    "olasligt": BELOPP_OLASLIGT,
}


def read_money(
    row: RowCells, values: dict[str, Any], ar: int | None, *, total: bool = False
) -> Finding | None:
    """Fill the money columns of a raw row.

    Args:
        row: The row as read.
        values: The raw row under way; gets the columns in `fields.MONEY_COLUMNS`.
        ar: The year reported; chooses between columns of several years.
        total: The row is a sum: nothing is counted of it, so no rate is needed.

    Returns:
        The finding that rejects the row when its paid amount cannot be read, else None.
    """
    named = row.text("valuta")
    currency = parse_currency(named) if named else "SEK"
    stopped = _read_paid(row, values, ar, currency)
    if stopped is None and not total:
        stopped = _too_large(row, values) or _without_rate(row, values, ar)
    read_amounts(row, values, fields.AMOUNTS, ar, total=total)
    return stopped


def read_amounts(
    row: RowCells,
    values: dict[str, Any],
    declared: Iterable[Field],
    ar: int | None,
    *,
    total: bool = False,
) -> None:
    """Fill amounts that are no payments; one that cannot be read is unknown, and the row counts.

    Args:
        row: The row as read.
        values: The raw row under way, with None in the columns of the amounts.
        declared: The fields of the amounts.
        ar: The year reported; its rates turn other currencies into kronor.
        total: The row is a sum, of which nothing is counted: it needs no rate.
    """
    named = row.text("valuta")
    currency = parse_currency(named) if named else "SEK"
    for field in declared:
        _read_beside(row, values, field, currency, ar)
        if not total and not _has_rate(values[f"{field.id}_valuta"], ar):
            _drop_beside(row, values, field, ar)


def _read_paid(
    row: RowCells, values: dict[str, Any], ar: int | None, currency: str | None
) -> Finding | None:
    chosen = _paid_column(row, values, ar)
    if isinstance(chosen, Finding):
        return chosen
    if chosen is None:
        return None
    values["utbetalt_text"] = row.words_at(chosen) or None
    amount = _amount_at(row, chosen)
    if amount is None:
        return None
    if isinstance(amount, Unreadable):
        return row.finding(_PAID_RULE[amount.why], chosen, **_readings(amount))
    used = amount.currency or currency
    if used is None:
        return row.finding(VALUTA_OKAND, "valuta")
    values["utbetalt"] = amount.value
    values["utbetalt_valuta"] = used
    values["utbetalt_precision"] = amount.step
    values["utbetalt_ungefarlig"] = amount.approximate
    _remarks(row, chosen, amount, used)
    _say_where_currency_is_from(row, chosen, amount, used)
    if amount.value < 0:
        row.note(NEGATIV_UTBETALNING, chosen)
    return None


def _too_large(row: RowCells, values: dict[str, Any]) -> Finding | None:
    """The finding that holds a row with an amount that no project has."""
    paid = values["utbetalt"]
    if paid is None or abs(paid) < NO_PROJECT_HAS:
        return None
    return row.finding(BELOPP_FOR_STORT, "utbetalt", values["utbetalt_text"])


def _say_where_currency_is_from(row: RowCells, at: int, amount: Amount, used: str) -> None:
    if amount.currency is None:
        if used != "SEK":
            row.note(VALUTA_FRAN_KOLUMN, at, tolkning=used)
        return
    format_ = _format_at(row, at)
    if format_ is not None and format_.currency == used and used != row.header_at(at).unit.currency:
        if used != "SEK":
            row.note(VALUTA_FRAN_FORMAT, at, tolkning=used)
        return
    named = row.text("valuta")
    if named is not None and not amount.own_unit and parse_currency(named) != used:
        kalla = row.plan.table.column_name(at)
        row.note(VALUTA_MOTSAGER_RUBRIK, at, tolkning=used, rubrik=kalla, valuta=named)


def _paid_column(row: RowCells, values: dict[str, Any], ar: int | None) -> int | Finding | None:
    """The column of this year's payment: its year first, then kronor before other currencies."""
    columns = row.columns("utbetalt")
    if len(columns) <= 1:
        return _own_money(row, values, columns[0]) if columns else None
    this_year = [at for at in columns if row.header_at(at).year in (None, ar)]
    filled = [at for at in this_year or columns if not is_missing(row.words_at(at))]
    if len(filled) <= 1:
        return _own_money(row, values, filled[0] if filled else (this_year or columns)[0])
    kronor = [at for at in filled if row.header_at(at).unit.currency in (None, "SEK")]
    candidates = kronor or filled
    readings = {_amount_at(row, at) for at in candidates}
    amounts = {reading.value if isinstance(reading, Amount) else reading for reading in readings}
    if len(amounts) == 1:
        return _own_money(row, values, candidates[0])
    shown = " och ".join(row.shown(at) for at in candidates)
    return row.finding(UTBETALT_TVA_KOLUMNER, candidates[0], shown)


def _own_money(row: RowCells, values: dict[str, Any], at: int) -> int | Finding:
    """The column, unless its header names another nämnd than the row does."""
    named = row.header_at(at).unit_name
    own = values.get("namnd_kod")
    if named is None or own is None or is_missing(row.words_at(at)):
        return at
    if resolve("namnd", named).code in (None, own):
        return at
    column = row.plan.table.column_name(at)
    return row.finding(RAD_ANNAN_NAMND, at, values["namnd_text"], mot=f"kolumnen heter {column}")


# --- one amount ---


def _amount_at(row: RowCells, at: int) -> Amount | Unreadable | None:
    """The amount in a cell; unreadable when it means two different amounts."""
    cell, header = row.cell_at(at), row.header_at(at)
    marks = row.plan.table.marks
    if not (marks.formats or marks.half_struck or header.or_unit):
        return read_amount(cell, header.unit)
    readings = [read_amount(cell, unit) for unit in _units_at(row, at)]
    if not readings:
        return Unreadable("olasligt")
    first = readings[0]
    if (left := marks.half_struck.get((row.rad, at))) is not None:
        readings = [first, read_amount(left, header.unit)]
    if not isinstance(first, Amount):
        return first
    if not first.value or (first.own_unit and left is None):
        return first
    other = next((amount for amount in readings[1:] if not _same(amount, first)), first)
    return first if other is first else _two_readings(first, other)


def _same(one: Amount | Unreadable | None, other: Amount) -> bool:
    return isinstance(one, Amount) and (one.value, one.currency) == (other.value, other.currency)


def _two_readings(*amounts: Amount | Unreadable | None) -> Unreadable:
    read = [amount if isinstance(amount, Amount) else None for amount in amounts]
    # Beside another currency a bare number is in kronor, and says so.
    kronor = "SEK" if any(amount and amount.currency for amount in read) else None
    shown = [
        format_amount(amount.value, amount.currency or kronor) if amount else "inget"
        for amount in read
    ]
    return Unreadable("tvetydigt", tuple(shown))


def _format_at(row: RowCells, at: int) -> NumberFormat | None:
    """The number format of a cell with a number; text is shown as it is."""
    formats, cell = row.plan.table.marks.formats, row.cell_at(at)
    format_ = formats.get((row.rad, at)) if formats and not isinstance(cell, str) else None
    return format_.of(cell) if format_ is not None else None


def _units_at(row: RowCells, at: int) -> Iterator[Unit]:
    """What a bare number in a cell may be counted in, the likeliest first; none for no amount."""
    header, format_ = row.header_at(at), _format_at(row, at)
    unit, named = header.unit, row.text("valuta")
    currency = parse_currency(named) if named is not None else None
    if format_ is None:
        yield unit
    elif not format_.percent:
        yield from _units_of_format(format_, unit)
        if format_.currency is not None and currency is not None:
            # A currency as a style, another one in words: nobody knows which was meant.
            yield Unit(unit.power, currency)
    other = header.or_unit
    # Where only the currency is in doubt, the row's own word for it settles the matter.
    if other is not None and not (currency is not None and other.power == unit.power):
        yield other


def _units_of_format(format_: NumberFormat, unit: Unit) -> Iterator[Unit]:
    """What is shown is what a person read: the digits left, and the unit beside them."""
    currency = format_.currency or unit.currency
    if format_.power is not None:
        yield Unit(format_.power - format_.hidden, currency)
        if unit.power and unit.power != format_.power:
            yield unit
    elif format_.hidden:
        yield Unit(unit.power - format_.hidden, currency)
        if not unit.power:
            yield Unit(0, currency)
    else:
        yield Unit(unit.power, currency)
        if unit.power and format_.currency is not None:
            yield Unit(0, currency)
    if unit.currency is not None and unit.currency != currency:
        yield unit


# --- currencies ---


@seeds.derived
def _rates() -> frozenset[tuple[str, int]]:
    return frozenset((row["valuta"].upper(), int(row["ar"])) for row in seeds.load("valutakurs"))


def _has_rate(currency: str | None, ar: int | None) -> bool:
    return currency in (None, "SEK") or ar is None or (currency, ar) in _rates()


def _without_rate(row: RowCells, values: dict[str, Any], ar: int | None) -> Finding | None:
    """The finding that holds a row whose payment nobody can turn into kronor."""
    currency = values["utbetalt_valuta"]
    if _has_rate(currency, ar):
        return None
    return row.finding(
        VALUTA_UTAN_KURS, "utbetalt", values["utbetalt_text"], valuta=currency, ar=ar
    )


def _drop_beside(row: RowCells, values: dict[str, Any], field: Field, ar: int | None) -> None:
    currency = values[f"{field.id}_valuta"]
    values[field.id] = values[f"{field.id}_valuta"] = None
    row.fynd.append(_unknown(row, field, "UTAN_KURS", field.id, valuta=currency, ar=ar))


# --- amounts beside the payment ---


def _unknown(
    row: RowCells, field: Field, what: str, at: str | int, varde: str | None = None, **more: Any
) -> Finding:
    """Why an amount beside the payment is unknown, in the words of its field."""
    called, unknown = field.said
    rule = BY_ID[f"{field.rules}_{what}"]
    return row.finding(rule, at, varde, uppgift=called, okand=unknown, **more)


def _read_beside(
    row: RowCells, values: dict[str, Any], field: Field, currency: str | None, ar: int | None
) -> None:
    at = _budget_column(row, field.id, ar)
    if at is None:
        return
    amount = _amount_at(row, at)
    if amount is None:
        return
    if isinstance(amount, Amount) and abs(amount.value) >= NO_PROJECT_HAS:
        amount = Unreadable("for_stort")
    if isinstance(amount, Unreadable):
        what = "TVETYDIG" if amount.why == "tvetydigt" else "OLASLIG"
        row.fynd.append(_unknown(row, field, what, at, **_readings(amount)))
        return
    used = amount.currency or currency
    if used is None:
        shown = f"{row.shown(at)} {row.text('valuta')}"
        row.fynd.append(_unknown(row, field, "OLASLIG", at, shown))
        return
    values[field.id] = amount.value
    values[f"{field.id}_valuta"] = used
    _remarks(row, at, amount, used)


def _budget_column(row: RowCells, name: str, ar: int | None) -> int | None:
    """The budget of the whole project; of budgets by year the row's own."""
    columns = row.columns(name)
    if len(columns) > 1:
        wanted = [at for at in columns if row.header_at(at).year in (None, ar)] or columns
        return next((at for at in wanted if row.said[at] is not None), wanted[0])
    return row.column(name)


def _readings(amount: Unreadable) -> dict[str, str]:
    return {f"lasning_{n}": text for n, text in enumerate(amount.readings, start=1)}


def _remarks(row: RowCells, at: int, amount: Amount, currency: str) -> None:
    if amount.rounded:
        row.note(BELOPP_AVRUNDAT, at, tolkning=format_amount(amount.value, currency))
    if amount.clash:
        row.note(ENHET_MOTSAGER_RUBRIK, at, tolkning=format_amount(amount.value, currency))
