"""Amounts that the comma between cells may have cut in two.

Belongs here: where that is possible at all, and which rows look like it.
"""

from __future__ import annotations

from fondbok.ledger import tables
from fondbok.ledger.evidence import Evidence
from fondbok.ledger.profiles import Layout
from fondbok.sql import text_literal


def may_be_split_amount(layout: Layout, known: Evidence) -> str:
    """Whether a comma between decimals or thousands may have made two cells of an amount.

    The row then has the right number of cells because another is missing. Only where no amount of
    the file shows what its decimals look like.
    """
    asked = [
        is_split(layout, name)
        for name in tables.amount_fields(layout)
        if _may_be_split(layout, known, name)
    ]
    return " or ".join(asked) or "false"


def _may_be_split(layout: Layout, known: Evidence, name: str) -> bool:
    """A file that quotes its decimal commas is trusted where a known column comes next."""
    if layout.delimiter != "," or known.decimal == ".":
        return False
    trusted = known.decimal == "," and layout.profile.decimal == "auto"
    return not (trusted and layout.columns[name] + 1 in layout.columns.values())


def is_split(layout: Layout, name: str) -> str:
    """SQL of whether an amount and the cell after it look like one amount."""
    after = cell_after(layout, name)
    whole = f"regexp_full_match(falt_{name}, '[-+−(]?[0-9][0-9 ]*')"
    decimals = f"regexp_full_match({after}, '[0-9]{{2}}[-)]?')"
    # A debit of 0 beside a credit of 50 is none.
    some = f"({after} = '00' or not regexp_full_match(falt_{name}, '[-+]?0+'))"
    group = "000" if layout.columns[name] + 1 in layout.columns.values() else "[0-9]{3}"
    pattern = text_literal(f"[-+−(]?[1-9][0-9]{{0,2}}[.]{group}[-)]?")
    thousands = f"regexp_full_match(falt_{name} || '.' || {after}, {pattern})"
    return f"(({whole} and {decimals} and {some}) or {thousands})"


def cell_after(layout: Layout, name: str) -> str:
    """SQL of the cell after an amount, without blanks and quotes."""
    return f"trim(coalesce(c[{layout.columns[name] + 2}], ''), ' \t\"')"
