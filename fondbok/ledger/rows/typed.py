"""The query of a source's typed rows, and the one that stores them.

Belongs here: putting the expressions in their places in `sql/typed.sql` and `sql/stored.sql`.
"""

from __future__ import annotations

from fondbok.ledger import tables
from fondbok.ledger.evidence import Evidence
from fondbok.ledger.rows.cells import (
    cell_or_null,
    code_of,
    odd_width,
    other_dimensions,
    plain_voucher,
    series_of,
    unless_plain,
    voucher_number,
    voucher_of,
)
from fondbok.ledger.rows.dates import bare_date, booked, fiscal_year, usual_date
from fondbok.ledger.rows.kinds import FURNITURE, REJECTED, is_balance, outcome
from fondbok.ledger.rows.money import net_amount, turned
from fondbok.ledger.rows.verdict import broken_rule
from fondbok.ledger.source import Source
from fondbok.ledger.statements import statement

FIELDS = (
    "serie",
    "verifikation",
    "rad",
    "rakenskapsar",
    "period",
    "datum",
    "konto",
    "ansvar",
    "verksamhet",
    "projektkod",
    "aktivitet",
    "objekt",
    "motpart",
    "text",
    "belopp",
    "debet",
    "kredit",
    "sida",
    "valuta",
    "belopp_valuta",
)


CODES = ("konto", "ansvar", "verksamhet", "projektkod", "motpart")


def typed(source: Source, known: Evidence) -> str:
    """The query: the columns of raw.ledger_rad, what becomes of the row, and the rule that says so.

    Args:
        source: rows and layout.
        known: what the whole file proves.
    """
    layout = source.layout
    money = tables.amount_fields(layout)
    thousands, decimal = layout.profile.thousands, known.decimal
    return statement(
        "typed",
        rows=source.rows,
        width=odd_width(layout, known),
        cells={name: cell_or_null(layout, name) for name in FIELDS},
        money=money,
        plain={n: tables.plain_amount(f"falt_{n}", decimal) for n in money},
        bare={n: unless_plain(n, tables.bare_amount(f"falt_{n}")) for n in money},
        signed={n: unless_plain(n, tables.signed(f"bar_{n}")) for n in money},
        exact={n: tables.amount(f"tecken_{n}", decimal, thousands) for n in money},
        plain_voucher=plain_voucher(layout),
        usual_date=usual_date(layout),
        bare_date=bare_date(layout),
        odd_dates=tables.odd_date_steps(),
        date=booked(layout, known),
        codes={name: code_of(layout, name) for name in CODES},
        series=series_of(layout),
        voucher=voucher_of(layout),
        other_dimensions=other_dimensions(layout),
        net=net_amount(layout, known),
        fiscal_year=fiscal_year(layout),
        verdict=broken_rule(layout, known, money),
        is_balance=is_balance(layout),
        turned={n: turned(layout, known, n) for n in ("belopp", "belopp_valuta")},
        outcome=outcome(source),
        number=voucher_number(layout),
    )


def stored(query: str, blad_nr: int) -> str:
    """The columns of raw.ledger_rad, in order, of a query made by `typed`.

    Takes fondbok_reject and fondbok_furniture, which count what they are asked of.
    """
    return statement("stored", query=query, blad_nr=blad_nr, rejected=REJECTED, furniture=FURNITURE)
