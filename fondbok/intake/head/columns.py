"""Which columns of a table speak for the submission: its year, its nämnd, and in which unit.

Belongs here: what a table's money columns mean once it is known whose account they stand in. A
column of another year, of several years or of another nämnd is said and never read; a unit beside
the table counts for every amount that has none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from fondbok.files.privacy.personal_data import mask
from fondbok.findings import Finding
from fondbok.intake import headers
from fondbok.intake.head.who_when import Submission, read_year
from fondbok.intake.headers import MONEY_FIELDS, OTHER_TIME, OTHER_UNIT, Header
from fondbok.intake.readers.tables import Source, Table, is_total_label, lone_texts
from fondbok.intake.rules import (
    ENHET_FRAN_TEXT,
    KOLUMN_DOLD,
    KOLUMN_EJ_VALD,
    KOLUMN_RAKNAS_INTE,
    note,
)
from fondbok.values.amounts import NO_UNIT, Amount, Unit, format_amount, parse_unit, read_amount
from fondbok.values.captions import Caption, captions_in, saying, units_in
from fondbok.values.resolve import resolve
from fondbok.values.text import Cell, cell_text, key, tidy

# "Utbetalt till oss": the nämnd that hands in.
_OURSELVES = re.compile(
    r"(?:oss|(?:den |vår |egna |vår egen |den egna )*(?:nämnd(?:en)?|förvaltning(?:en)?))",
    re.IGNORECASE,
)
# Numbers under such a header are no money.
_NO_MONEY = re.compile(
    r"nr\b|nummer|antal|\bkod|kod\b|\bid\b|tel|datum|konto|ansvar|timm|deltag|procent|%|andel",
    re.IGNORECASE,
)
# What says that a header is of no money stands near its beginning.
_LONGEST_HEADER = 1_000
_AN_AMOUNT = Decimal(1_000)
_FIRST_YEAR, _LAST_YEAR = 1995, 2100
_NOTES_AT_END = 8
# What stands before a note in the next cell: "Obs! | Belopp i tkr".
_NOTE_LABEL = re.compile(
    r"(?:obs|not|anm(?:ärkning)?|kommentar|upplysning|enhet|belopp|valuta|avrundning|\*)\W*",
    re.IGNORECASE,
)
# Columns of words: a unit in the bracket of such a header is that of the amounts beside it.
_NAMES = frozenset({"projekt", "fond", "roll", "namnd"})
_LONGEST_TOTAL = 6
_BEGINS_TOTAL = ("tot", "sum", "del", "samtliga")
# A total is the sum of what stands above it, but for what rounding does.
_ROUNDED = Decimal("0.01")
_LONGEST_SHOWN = 120


# On the sheet Start: "Belopp anges i" | "tkr".
_UNIT_LABEL = re.compile(r"valuta|enhet|belopp", re.IGNORECASE)


def texts_beside(source: Source) -> list[str]:
    """What a submission says outside its tables about what its amounts are counted in."""
    texts = [
        (pair.label, pair.label if pair.value is None else f"{pair.label}: {cell_text(pair.value)}")
        for pair in source.start
    ]
    return [text for label, text in texts if _UNIT_LABEL.search(label) or units_in(text)]


def settle_columns(table: Table, head: Submission, texts: Iterable[str]) -> list[Finding]:
    """Give each money column of a project table its unit, and take away those that do not count.

    Args:
        table: The table; its columns are changed in place.
        head: What the submission says about itself.
        texts: What stands beside the table and may name a unit.

    Returns:
        What was taken from a text, and every column that holds money and is not read.
    """
    place: dict[str, Any] = {"blad": table.blad or None, "rad": table.header_rad or None}
    beside = [table.blad, *texts, *_lone_texts(table), *_units_in_cells(table)]
    beside += [*_units_of_names(table), *_units_of_totals(table)]
    fynd = _settle_units(table, beside, place)
    _doubt_titles(table)
    _settle_receivers(table, head)
    fynd += _not_chosen(table, head, place)
    fynd += _hidden(table, place)
    return fynd


# --- units ---


def _settle_units(table: Table, texts: Iterable[str], place: dict[str, Any]) -> list[Finding]:
    """Units from the texts beside the table, for amounts whose own header names none."""
    said = dict.fromkeys(each for text in texts for each in saying(text))
    found = [(caption, text) for text in said for caption in captions_in(text)]
    used: dict[str, Unit] = {}
    for at, column in enumerate(table.columns):
        if not found or column is None or column.field not in MONEY_FIELDS:
            continue
        for caption, text in _for_field(found, column.field):
            now = table.columns[at] or column
            if caption.doubtful:
                table.columns[at] = _or_currency(now, caption.unit)
                continue
            settled = _with_unit(now, column, caption.unit)
            if settled != table.columns[at]:
                table.columns[at] = settled
                used.setdefault(text, caption.unit)
    return [
        note(ENHET_FRAN_TEXT, varde=shown(text).rstrip("."), tolkning=_unit_name(unit), **place)
        for text, unit in used.items()
        if unit.power or unit.currency not in (None, "SEK")
    ]


def _lone_texts(table: Table) -> Iterator[str]:
    """Notes below the projects: rows of one cell with text, or of a word for a note and a text."""
    yield from lone_texts(table.rows[-_NOTES_AT_END:])
    for _, cells in table.rows[-_NOTES_AT_END:]:
        filled = [cell for cell in cells if cell is not None and cell != ""]
        texts = [cell for cell in filled if isinstance(cell, str)]
        if len(texts) == len(filled) > 1 and _NOTE_LABEL.fullmatch(tidy(texts[0])):
            yield from texts[1:]


def _units_of_names(table: Table) -> Iterator[str]:
    """Headers of words with a unit in brackets: "Projektnamn (belopp i tkr)"."""
    for at, column in enumerate(table.columns):
        if column is not None and column.field in _NAMES and column.unit != NO_UNIT:
            yield table.column_name(at)


def _units_of_totals(table: Table) -> Iterator[str]:
    """The word for a sum with a unit, "Totalt (tkr)", where it is the sum as the rows are written.

    Of rows in kronor the sum may be given in another unit.
    """
    for at, (_, cells) in enumerate(table.rows):
        label = next((tidy(cell) for cell in cells if isinstance(cell, str) and cell.strip()), "")
        unit = _unit_of_total(label)
        if unit is None:
            continue
        for column in _columns(table, "utbetalt"):
            numbers = [_number(each, column) for _, each in table.rows[:at]]
            total = _number(cells, column)
            if total and abs(sum(numbers, Decimal(0)) - total) <= abs(total) * _ROUNDED:
                yield f"Totalt ({unit})"


def _unit_of_total(label: str) -> str | None:
    """The unit behind the word for a sum: "Totalt (tkr)", "Summa i tkr"."""
    if not label.casefold().startswith(_BEGINS_TOTAL):
        return None
    words = label.split()[:_LONGEST_TOTAL]
    for at in range(1, len(words)):
        unit = " ".join(words[at:]).strip("()[]: ").removeprefix("i ")
        if is_total_label(" ".join(words[:at])) and parse_unit(unit) is not None:
            return unit
    return None


def _number(cells: Sequence[Cell], at: int) -> Decimal:
    """The bare number in a cell, 0 where there is none."""
    amount = read_amount(cells[at]) if at < len(cells) else None
    return amount.value if isinstance(amount, Amount) and not amount.own_unit else Decimal(0)


def _units_in_cells(table: Table) -> Iterator[str]:
    """The words of a column that says nothing but what each row is counted in: "Enhet | tkr"."""
    for at, column in enumerate(table.columns):
        if column is not None:
            continue
        cells = [cells[at] for _, cells in table.rows if at < len(cells)]
        words = {tidy(cell_text(cell)) for cell in cells} - {""}
        if words and all(parse_unit(each) and not headers.is_unit_name(each) for each in words):
            yield from sorted(words)


def _doubt_titles(table: Table) -> None:
    """A unit in the title of what stands below may be for this table too, or for that one alone."""
    units = [caption.unit for text in lone_texts(table.aside) for caption in units_in(text)]
    for at, column in enumerate(table.columns):
        if column is None or column.field not in MONEY_FIELDS or column.or_unit is not None:
            continue
        other = next((unit for unit in units if _differ(unit, column.unit)), None)
        if other is not None:
            table.columns[at] = replace(column, or_unit=other)


def _differ(one: Unit, other: Unit) -> bool:
    same_currency = (one.currency or "SEK") == (other.currency or "SEK")
    return one.power != other.power or not same_currency


def shown(text: str) -> str:
    """A text from beside a table as a message repeats it: nobody has looked through it yet."""
    found = mask(text)
    return tidy(found.text if found else text)[:_LONGEST_SHOWN]


def _for_field(found: list[tuple[Caption, str]], field: str) -> list[tuple[Caption, str]]:
    kind = "utbetalt" if field == "utbetalt" else "budget"
    own = [each for each in found if each[0].field == kind]
    return own or [each for each in found if each[0].field is None]


def _with_unit(now: Header, written: Header, unit: Unit) -> Header:
    """A column with a unit from beside the table; two that disagree are both kept."""
    if written.unit.power:
        return now
    if written.unit.currency is not None:
        # "Utbetalt SEK" under "Belopp i tkr": kronor, or thousands of them?
        doubt = Unit(unit.power, written.unit.currency)
        return replace(now, or_unit=doubt) if unit.power else now
    if now.unit == written.unit:
        return replace(now, unit=unit)
    if now.unit.power == unit.power and None in (now.unit.currency, unit.currency):
        return replace(now, unit=Unit(unit.power, now.unit.currency or unit.currency))
    return now if now.unit == unit else replace(now, or_unit=unit)


def _or_currency(now: Header, unit: Unit) -> Header:
    """A column whose amounts may be in a currency that a text beside the table names."""
    if now.or_unit is not None or (now.unit.currency or "SEK") == unit.currency:
        return now
    if now.unit.currency not in (None, "SEK") and unit.currency != "SEK":
        return now
    return replace(now, or_unit=Unit(now.unit.power, unit.currency))


def _unit_name(unit: Unit) -> str:
    powers = {0: "", 3: "tusental ", 6: "miljoner ", 9: "miljarder "}
    currency = unit.currency or "SEK"
    return powers[unit.power] + ("kronor" if currency == "SEK" else currency)


# --- whose money ---


def _settle_receivers(table: Table, head: Submission) -> None:
    """Keep a column "Utbetalt till X" only where X is the nämnd itself or its förvaltning."""
    for at, column in enumerate(table.columns):
        if column is None or column.field != "utbetalt" or column.unit_name is None:
            continue
        name = column.unit_name
        if _OURSELVES.fullmatch(name) or key(name) == key(head.namnd_text or ""):
            table.columns[at] = replace(column, unit_name=None)
            continue
        found = resolve("namnd", name)
        if found.code is not None and found.code == head.namnd_kod:
            guessed = column.guessed or found.how == "tolkad"
            table.columns[at] = replace(column, guessed=guessed)
        elif found.code is None or head.namnd_kod is not None:
            # Another nämnd; or a partner, a project, another municipality: nobody here knows.
            table.columns[at] = replace(column, field=OTHER_UNIT)


# --- columns beside the one that counts ---


def _not_chosen(table: Table, head: Submission, place: dict[str, Any]) -> list[Finding]:
    fynd = _other_years(table, head, place)
    said = {remark.kolumn for remark in fynd}
    paid = [at for at in _columns(table, "utbetalt") if _filled(table, at)]
    for at, column in enumerate(table.columns):
        name = table.column_name(at)
        money = column is not None and column.field in MONEY_FIELDS
        if money or name in said or headers.is_information(name):
            continue
        why = _why_not(column)
        if paid:
            if why is not None and _filled(table, at):
                vald = table.column_name(paid[0])
                fynd.append(note(KOLUMN_EJ_VALD, kolumn=name, galler=why, vald=vald, **place))
            continue
        total = _money(table, at, known=why is not None)
        if total is not None:
            why = f"den gäller {why}" if why else "rubriken är inte känd"
            shown = format_amount(total)
            fynd.append(note(KOLUMN_RAKNAS_INTE, kolumn=name, summa=shown, orsak=why, **place))
    return fynd


def _why_not(column: Header | None) -> str | None:
    if column is not None and column.field == OTHER_TIME:
        return "mer än ett år eller ett annat år"
    if column is not None and column.field == OTHER_UNIT:
        name = column.unit_name or ""
        return resolve("namnd", name).name or f"{name}, som inte är nämnden"
    return None


def _other_years(table: Table, head: Submission, place: dict[str, Any]) -> list[Finding]:
    """Of columns for several years the submission's own is read; the others are said."""
    fynd: list[Finding] = []
    for field in sorted(MONEY_FIELDS):
        columns = _columns(table, field)
        years = {at: table.columns[at].year for at in columns}  # type: ignore[union-attr]
        if len(columns) < 2 or len(set(years.values())) < 2:
            continue
        wanted = {head.ar} if head.ar is not None else _years_of_rows(table)
        chosen = [at for at in columns if years[at] in {None, *wanted}]
        if field != "utbetalt" and any(years[at] is None for at in columns):
            # The budget of the whole project before the budget of a year.
            chosen = [at for at in columns if years[at] is None]
        if not chosen:
            continue
        for at in columns:
            if at in chosen and len(wanted) < 2:
                continue
            if field != "utbetalt" and at not in chosen:
                table.columns[at] = replace(
                    table.columns[at],  # type: ignore[type-var]
                    field=OTHER_TIME,
                )
            if not _filled(table, at):
                continue
            vald = "den för radens år" if len(wanted) > 1 else table.column_name(chosen[0])
            fynd.append(
                note(
                    KOLUMN_EJ_VALD,
                    kolumn=table.column_name(at),
                    galler=str(years[at]),
                    vald=vald,
                    **place,
                )
            )
    return fynd


def _years_of_rows(table: Table) -> set[int | None]:
    columns = _columns(table, "ar")
    return {read_year(cells[at]) for at in columns for _, cells in table.rows if at < len(cells)}


def _columns(table: Table, field: str) -> list[int]:
    return [at for at, column in enumerate(table.columns) if column and column.field == field]


def _filled(table: Table, at: int) -> bool:
    return any(at < len(cells) and tidy(cell_text(cells[at])) for _, cells in table.rows)


def _money(table: Table, at: int, *, known: bool) -> Decimal | None:
    """The sum of a column that is not read, None when it holds no money."""
    header = table.column_name(at)[:_LONGEST_HEADER]
    if not known and (table.columns[at] is not None or _NO_MONEY.search(header)):
        return None
    cells = [
        cells[at]
        for _, cells in table.rows
        if at < len(cells) and not any(is_total_label(cell_text(cell)) for cell in cells)
    ]
    read = [read_amount(cell) for cell in cells]
    amounts = [amount for amount in read if isinstance(amount, Amount)]
    large = [amount for amount in amounts if amount.own_unit or _is_large(amount.value)]
    unread = sum(1 for amount in read if amount is not None) - len(amounts)
    if unread > len(amounts) or not (large if not known else any(a.value for a in amounts)):
        return None
    return sum((amount.value for amount in amounts), Decimal(0))


def _is_large(value: Decimal) -> bool:
    """Whether a number is more likely money than a count or a year."""
    is_year = _FIRST_YEAR <= value <= _LAST_YEAR and value == value.to_integral_value()
    return abs(value) >= _AN_AMOUNT and not is_year


def _hidden(table: Table, place: dict[str, Any]) -> list[Finding]:
    """Columns nobody sees that count all the same."""
    return [
        note(KOLUMN_DOLD, kolumn=table.column_name(at), **place)
        for at in sorted(table.marks.hidden_columns)
        if at < len(table.columns) and table.columns[at] is not None and _filled(table, at)
    ]
