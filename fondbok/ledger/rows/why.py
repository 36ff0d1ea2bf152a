"""Which cell stopped a row, what stands in it, and what is kept of the row.

Belongs here: what a finding says. The rule itself is found in `verdict`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fondbok.ledger import rules, tables, words
from fondbok.ledger.profiles import Layout
from fondbok.ledger.rows.split import cell_after, is_split
from fondbok.sql import text_literal


def where(layout: Layout) -> str:
    """Header of the cell that stopped a row."""
    amount = next(name for name in tables.amount_fields(layout))
    columns = {
        rules.LEDGER_KONTO_SAKNAS: layout.header_of("konto"),
        rules.LEDGER_DATUM_OLASLIGT: layout.header_of("datum"),
        rules.LEDGER_DATUM_TVETYDIGT: layout.header_of("datum"),
        rules.LEDGER_SIDA_OKAND: layout.header_of("sida"),
        rules.LEDGER_SIDA_TVETYDIG: layout.header_of(amount),
        rules.LEDGER_VALUTA_TVETYDIG: layout.header_of(amount),
        rules.LEDGER_VALUTA_UTAN_KURS: layout.header_of("valuta"),
        rules.LEDGER_SALDORAD_OKLAR: layout.header_of("text"),
    }
    cases = " ".join(
        f"when regel = '{rule.id}' then {text_literal(header)}" for rule, header in columns.items()
    )
    return (
        f"case {cases} "
        f"when regel = '{rules.LEDGER_VALUTA_I_CELL.id}' then {_marked_amount(layout)} "
        f"when regel = '{rules.LEDGER_BELOPP_DELAT.id}' "
        f"then {_first_split(layout, _header_literal)} "
        f"when starts_with(regel, 'LEDGER_BELOPP') then {_unread_amount(layout, amount)} end"
    )


def _marked_amount(layout: Layout) -> str:
    cases = "".join(
        f"when {tables.money_mark(f'falt_{name}')} is not null "
        f"then {text_literal(layout.header_of(name))} "
        for name in tables.amount_fields(layout)
    )
    return f"case {cases}end"


def _unread_amount(layout: Layout, default: str) -> str:
    cases = "".join(
        f"when bar_{name} is not null and tal_{name} is null "
        f"then {text_literal(layout.header_of(name))} "
        for name in tables.amount_fields(layout)
    )
    return f"case {cases}else {text_literal(layout.header_of(default))} end"


def value(layout: Layout) -> str:
    """Text of the cell that stopped a row, with both readings where there are two."""
    money = tables.amount_fields(layout)
    unread = "".join(
        f"when bar_{name} is not null and tal_{name} is null then falt_{name} " for name in money
    )
    written = f"coalesce({', '.join(f'nullif(falt_{name}, {chr(39) * 2})' for name in money)})"
    currency = words.currency("falt_valuta", layout.profile.currency)
    return (
        f"case when regel = '{rules.LEDGER_KONTO_SAKNAS.id}' then falt_konto "
        f"when regel = '{rules.LEDGER_DATUM_OLASLIGT.id}' then falt_datum "
        f"when regel = '{rules.LEDGER_DATUM_TVETYDIGT.id}' "
        f"then falt_datum || ': ' || {tables.date_readings()} "
        f"when regel = '{rules.LEDGER_SIDA_OKAND.id}' then falt_sida "
        f"when regel = '{rules.LEDGER_SIDA_TVETYDIG.id}' then {written} "
        f"when regel = '{rules.LEDGER_VALUTA_TVETYDIG.id}' "
        f"then {written} || ' SEK eller ' || {written} || ' ' || {currency} "
        f"when regel = '{rules.LEDGER_VALUTA_I_CELL.id}' then {_marked_readings(layout, money)} "
        f"when regel = '{rules.LEDGER_VALUTA_UTAN_KURS.id}' then valuta || ' ' || year(datum) "
        f"when regel = '{rules.LEDGER_SALDORAD_OKLAR.id}' then falt_text "
        f"when regel = '{rules.LEDGER_BELOPP_ORIMLIGT.id}' then {written} "
        f"when regel = '{rules.LEDGER_BELOPP_DELAT.id}' "
        f"then {_first_split(layout, _split_readings)} "
        f"when starts_with(regel, 'LEDGER_BELOPP') then case {unread}end end"
    )


def _first_split(layout: Layout, said: Callable[[Layout, str], str]) -> str:
    """Something of the amount that may be split."""
    cases = "".join(
        f"when {is_split(layout, name)} then {said(layout, name)} "
        for name in tables.amount_fields(layout)
    )
    return f"case {cases}end"


def _header_literal(layout: Layout, name: str) -> str:
    return text_literal(layout.header_of(name))


def _split_readings(layout: Layout, name: str) -> str:
    return f"falt_{name} || ' eller ' || falt_{name} || ',' || {cell_after(layout, name)}"


def _marked_readings(layout: Layout, money: Sequence[str]) -> str:
    """The amount of the cell that names a currency, in kronor and in another currency."""
    standard = layout.profile.currency
    row = text_literal(standard)
    if "valuta" in layout.columns:
        row = words.currency("falt_valuta", standard)
    cases = "".join(
        f"when {mark} is not null "
        f"then coalesce(bar_{name} || ' SEK eller ' || bar_{name} || ' ' || "
        f"coalesce(nullif({mark}, 'SEK'), {row}), falt_{name}) "
        for name in money
        if (mark := tables.money_mark(f"falt_{name}"))
    )
    return f"case {cases}end"


def failing(layout: Layout) -> str:
    """The cells that stopped a row, as JSON {header: text}: text and counterpart stay out.

    Of a row whose cells cannot be told apart only their number is kept.
    """
    money = tables.amount_fields(layout)
    amounts = [name for name in (*money, "sida", "valuta") if name in layout.columns]
    kept = {
        rules.LEDGER_KONTO_SAKNAS: ["konto"],
        rules.LEDGER_DATUM_OLASLIGT: ["datum"],
        rules.LEDGER_DATUM_TVETYDIGT: ["datum"],
        rules.LEDGER_BELOPP_TVETYDIGT: amounts,
        rules.LEDGER_BELOPP_OLASLIGT: amounts,
        rules.LEDGER_BELOPP_SAKNAS: amounts,
        rules.LEDGER_BELOPP_ORIMLIGT: amounts,
        rules.LEDGER_BELOPP_DELAT: amounts,
        rules.LEDGER_SIDA_OKAND: amounts,
        rules.LEDGER_SIDA_TVETYDIG: amounts,
        rules.LEDGER_VALUTA_TVETYDIG: amounts,
        rules.LEDGER_VALUTA_I_CELL: amounts,
        rules.LEDGER_VALUTA_UTAN_KURS: amounts,
        rules.LEDGER_SALDORAD_OKLAR: amounts,
    }
    cases = " ".join(
        f"when '{rule.id}' then {_cells(layout, names)}" for rule, names in kept.items()
    )
    return f"case regel {cases} else json_object('antal celler', antal) end"


def _cells(layout: Layout, names: Sequence[str]) -> str:
    pairs = ", ".join(
        f"{text_literal(layout.header_of(name))}, falt_{name}"
        for name in names
        if name in layout.columns
    )
    return f"json_object({pairs})"
